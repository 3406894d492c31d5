"""Adjustments: layer 2 of every roster, painted over the base."""
