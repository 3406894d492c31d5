"""Pure: what a shift type and a pattern mean on a date, and the catalogue of known patterns."""
