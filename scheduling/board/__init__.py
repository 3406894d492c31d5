"""The pages on which a roster is seen and edited: board, day, on duty. Their data is in scheduling/roster."""
