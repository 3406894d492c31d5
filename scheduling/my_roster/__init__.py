"""An employee's own roster, made for the phone: what is published, next shift first."""
