"""Tests of the approvals workflow."""
