"""What is asked for, and what it means for coverage and cover. Pure."""
