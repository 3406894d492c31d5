"""An oracle of semantics 1 to 4: the roster of a small center kept minute by minute, in plain Python.

Written from docs/semantics.md, and slow on purpose: a list with one cell per minute and person, painted anew for every
question. It imports nothing of the product, so that the two can only agree by meaning the same.
`wall.py` is the clock on the wall, `painting.py` what rows make of everybody's minutes, `changes.py` what people ask
for and what that does to rows, `resting.py` the one rule; what planners do, in versions, is in `ledger.py`, `edits.py`,
`steps.py` and `desk.py`. tests/scheduling/roster/test_machine.py drives both.
"""
