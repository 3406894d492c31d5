"""What tests stand on: servers and databases (services.py). The people in them are in tests/cast.py."""
