"""Tests of the whole: who imports whom, what is documented, what may be in the repository."""
