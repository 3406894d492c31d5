"""People over the API: who is employed, as what, with which skills. One's roster is in `scheduling/roster/api/`."""
