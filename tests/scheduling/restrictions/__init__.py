"""Tests of restricted duty of single people."""
