"""Template tags of `staff`."""
