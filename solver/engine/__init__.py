"""The optimizer: a typed instance in, a typed and verified solution out.

Pure; the specification is docs/solver.md.
"""
