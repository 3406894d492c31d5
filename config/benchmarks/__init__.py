"""`manage.py benchmark`: which benchmarks there are, on what machine they ran, and the one that measures `make demo`.

What a benchmark measures is written beside the code it measures; registry.py names the function.
"""
