"""Starts the bundled PostgreSQL and Redis privately for one checkout: unix sockets only, data under its data folder.

`services.py` is the entrance; production sets DATABASE_URL and REDIS_URL and never comes here.
"""
