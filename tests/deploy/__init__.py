"""Tests of the production shape: what Dockerfile, docker-compose.yml and nginx.conf name must exist."""
