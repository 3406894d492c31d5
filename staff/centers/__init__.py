"""The center, its clock and event log, and the versioned rows everything else is built from."""
