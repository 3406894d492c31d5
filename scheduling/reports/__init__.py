"""Reports: what a center looks back on and decides by. Read only."""
