"""Who changed what, when and why: the event log with the rows that each version added and ended, in words."""
