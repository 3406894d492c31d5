"""Finds out before anything is started whether the web server can have its port."""

from __future__ import annotations

import errno
import socket


class PortError(Exception):
    """The port cannot be used; the text is for the person at the keyboard."""


def require_free_port(host: str, port: int) -> None:
    """Raise PortError with a sentence that names the port and the way to another one."""
    if not 0 < port < 65536:
        raise PortError(
            f"{port} is no port number: choose one between 1024 and 65535, for example PORT=8123."
        )
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the web server does: a port that was just given up is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            other = port + 1 if port < 65535 else 8123
            if error.errno == errno.EADDRINUSE:
                message = f"Port {port} is taken by another program: choose another one with PORT={other}."
            elif error.errno == errno.EACCES:
                message = f"Port {port} is not allowed for this account: choose one above 1023, for example PORT=8123."
            else:
                message = (
                    f"Port {port} cannot be used ({error.strerror}): choose another one with PORT={other}."
                )
            raise PortError(message) from None
