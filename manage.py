#!/usr/bin/env python
"""Runs Django's commands; in a checkout without DATABASE_URL it starts the embedded PostgreSQL and Redis by itself."""

from __future__ import annotations

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Only this door assumes a developer's checkout; the servers (asgi, celery) assume production.
    os.environ.setdefault("WATCHBILL_MODE", "demo" if sys.argv[1:2] == ["demo"] else "development")
    from config.embedded.command_line import services_for_command

    with services_for_command(sys.argv):
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from pghistory.runtime import context

        try:
            with context(through=f"command {' '.join(sys.argv[1:2])}"):
                execute_from_command_line(sys.argv)
        except ImproperlyConfigured as error:
            sys.exit(f"watchbill: {error}")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        # 128 and the number of the signal, as shells count.
        sys.exit(130)
