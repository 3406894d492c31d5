"""Management commands of `scheduling`."""
