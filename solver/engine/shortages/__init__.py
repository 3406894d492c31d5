"""Why people stay missing, and what would help: the smallest set of facts that can't all hold, and checked ways out."""
