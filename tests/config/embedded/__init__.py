"""Tests of the embedded servers: real ones, in folders of their own."""
