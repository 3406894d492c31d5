"""Workweeks and what they mean for pay: the advisor of their start, and overtime worked in them."""
