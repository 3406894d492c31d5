"""How users come in: by e-mail or employee number, passkey and code; lockout, idle time-out and the start page."""
