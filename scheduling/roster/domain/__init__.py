"""Pure: one person's roster, and the evaluation of everybody's (rules and coverage)."""
