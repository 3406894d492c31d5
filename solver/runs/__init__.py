"""Runs of the solver: requested on the web or the command line, done by a worker."""
