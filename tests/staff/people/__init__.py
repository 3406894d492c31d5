"""Tests of people and their invitations."""
