# The production image: one image for web, workers, beat and migrations. Built in two stages so that no compiler,
# package manager cache or test tool is left in it. docker-compose.yml shows how it runs.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/watchbill
COPY requirements/uv.txt requirements/base.txt requirements/
# The installer lives beside the environment that is copied into the image, not in it.
RUN python -m venv /opt/installer && /opt/installer/bin/pip install --require-hashes -r requirements/uv.txt && python -m venv --without-pip /opt/venv && /opt/installer/bin/uv pip sync --no-cache --python /opt/venv/bin/python --require-hashes requirements/base.txt
COPY manage.py pyproject.toml ./
COPY config/ config/
COPY staff/ staff/
COPY approvals/ approvals/
COPY scheduling/ scheduling/
COPY solver/ solver/
COPY templates/ templates/
COPY static/ static/
# Collecting reads no service and no secret; the settings only want the names to be there.
RUN WATCHBILL_MODE=production SECRET_KEY=unused MFA_ENCRYPTION_KEYS=unused ALLOWED_HOSTS=unused DATABASE_URL=postgresql://unused/unused REDIS_URL=redis://unused STATIC_ROOT=/srv/watchbill/staticfiles /opt/venv/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 WATCHBILL_MODE=production WATCHBILL_DATA_DIR=/var/lib/watchbill STATIC_ROOT=/srv/watchbill/staticfiles DJANGO_SETTINGS_MODULE=config.settings
RUN groupadd --system --gid 10001 watchbill && useradd --system --uid 10001 --gid watchbill --home-dir /var/lib/watchbill --create-home watchbill
COPY --from=build /opt/venv /opt/venv
COPY --from=build --chown=root:watchbill /srv/watchbill /srv/watchbill
WORKDIR /srv/watchbill
USER watchbill
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "-m", "config.probe", "http://127.0.0.1:8000/health/live"]
CMD ["uvicorn", "config.asgi:application", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--ws-per-message-deflate", "false", "--lifespan", "off", "--no-access-log", "--log-config", "config/uvicorn_logging.json"]
