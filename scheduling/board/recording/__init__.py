"""Forms of the kinds of changes: overtime, holdover, early out, late, training, court, mandation, trade."""
