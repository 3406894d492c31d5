"""Tests of the whole project; folders mirror the code. What tests share is in tests/support and tests/cast.py."""
