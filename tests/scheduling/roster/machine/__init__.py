"""The machine of test_machine.py: its worlds (`place.py`), what is compared (`compared.py`), and what it does."""
