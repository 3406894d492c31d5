"""On duty now: the wall screen, and the read-only links under which displays show it."""
