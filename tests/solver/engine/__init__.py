"""Tests of the pure engine: small instances, one idea each."""
