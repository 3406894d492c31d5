"""Tests of the API: tokens, errors, masking, and that every answer is as documented."""
