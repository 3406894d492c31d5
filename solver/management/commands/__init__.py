"""Management commands of `solver`."""
