"""Template tags of the roster's pages."""
