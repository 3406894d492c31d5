"""The inbox: what waits for a user's answer, with its impact, decided by mouse or keys."""
