"""Runs web, workers and beat of one machine as children of one process (`make run`, `make demo`).

processes.py supervises, plan.py says what runs, port.py looks before it leaps. Production uses containers instead.
"""
