"""Wires the project together: settings, URLs, processes and the services they need. Nobody imports this package."""
