"""Makes each test process's database as a copy of one migrated template, so that migrations run once.

The template's name holds a hash of all migrations: a new migration means a new template, and old ones are dropped.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from psycopg import sql

TEMPLATE_PREFIX = "watchbill_template_"


def migrations_hash() -> str:
    """Return a hash over every migration of every installed app, and over the data that migrations load."""
    digest = hashlib.sha256()
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for path in sorted(Path(config.path).glob("**/migrations/**/*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{config.label}/{path.name}".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def create_from_template(*, admin_dsn: str, name: str, lock_file: Path) -> None:
    """Create the database `name` anew as a copy of the template, building the template where it is missing."""
    template = TEMPLATE_PREFIX + migrations_hash()
    with _locked(lock_file), psycopg.connect(admin_dsn, autocommit=True) as admin:
        if not _exists(admin, template):
            _build_template(admin, template)
        drop(admin, name)
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )


def drop(admin: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _build_template(admin: psycopg.Connection[tuple[object, ...]], template: str) -> None:
    """Migrate an empty database and give it the template's name only when that is done."""
    for (old,) in admin.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE %s", [TEMPLATE_PREFIX + "%"]
    ).fetchall():
        drop(admin, str(old))
    draft = TEMPLATE_PREFIX + "draft"
    admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
    connection = connections["default"]
    own_name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = draft
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own_name
    admin.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(template))
    )


def _exists(admin: psycopg.Connection[tuple[object, ...]], name: str) -> bool:
    return admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
