"""Requests that change the roster when they are approved: overtime before and after the fact, changes of one's own
shift, rules to be overridden. What each asks for is a handful of changes; the workflow is in `approvals/`."""
