"""Whether a server listens at a unix socket: asked every second while the servers are watched, so it must be cheap."""

from __future__ import annotations

import socket
from pathlib import Path

SECONDS = 2.0


def is_listening(path: Path) -> bool:
    """Say whether a connection is accepted; a server too busy to accept one counts as listening."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(SECONDS)
        try:
            probe.connect(str(path))
        except TimeoutError:
            return True
        except BlockingIOError:
            return True
        except OSError:
            return False
    return True
