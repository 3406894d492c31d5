"""Addresses of WebSockets. Pages and the API are in config/urls.py."""

from __future__ import annotations

from channels.routing import URLRouter

websocket_urlpatterns: list[URLRouter] = []
