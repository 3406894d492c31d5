"""The roster as it was recorded at an earlier version: what addresses ask for, and pages that say so."""
