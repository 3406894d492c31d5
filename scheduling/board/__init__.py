"""The pages on which a roster is seen and edited: board, day, on duty. What they show comes from scheduling/roster."""
