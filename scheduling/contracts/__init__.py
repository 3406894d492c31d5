"""Base contracts: layer 1 of every roster."""
