"""Between the database and the engine: a roster becomes an instance, a solution becomes a proposal.

`snapshot.py` reads in one consistent transaction, `instance.py` and its neighbours build the typed instance,
`outcome.py` turns a solution into lines; `coverage.py` counts shortage with the coverage domain.
"""
