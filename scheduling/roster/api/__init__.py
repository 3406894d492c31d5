"""The roster over the API: segments, coverage and periods. Shapes are in `shapes.py`."""
