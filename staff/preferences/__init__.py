"""Wishes, standing preferences and off-limit groups: what people would like, never what they must."""
