"""Approvals: one workflow for everything that waits for a decision. It knows people, not what is approved."""
