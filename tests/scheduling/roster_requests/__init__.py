"""Tests of requests that change the roster when they are approved."""
