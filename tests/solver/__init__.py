"""Tests of the solver: the engine, its adapter, runs, and benchmark readers."""
