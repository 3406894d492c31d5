"""Where the rows of each file are stored: loading what stands, adding and replacing through a tick."""
