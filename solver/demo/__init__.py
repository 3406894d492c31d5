"""The demo: an invented center with its logins and a published roster, so that everything can be tried at once."""
