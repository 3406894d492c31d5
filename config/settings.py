"""All settings of the project, in one file, read from the environment through config/env.py.

Defaults are those of production: nothing is open, no debugging, missing secrets stop the boot. The modes development,
demo and test differ only where a line below says so. Every variable is explained in docs/settings.md.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

from config.development import development_database_url, development_redis_url, development_secret
from config.env import Environment, Mode, celery_broker_url
from config.logging import logging_settings

env = Environment()

BASE_DIR = Path(__file__).resolve().parent.parent
MODE = env.choice("WATCHBILL_MODE", Mode, Mode.PRODUCTION)
IS_LOCAL = MODE is not Mode.PRODUCTION
DATA_DIR = env.path("WATCHBILL_DATA_DIR", BASE_DIR / ".data")

# --- secrets and addresses: required in production ------------------------------------------------------------------
SECRET_KEY = env.text("SECRET_KEY", development_secret(DATA_DIR) if IS_LOCAL else None)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", [])
# Encrypt the secrets of the second step in the database: the first one writes, all of them read.
MFA_ENCRYPTION_KEYS = env.words("MFA_ENCRYPTION_KEYS", [SECRET_KEY] if IS_LOCAL else None)
DEBUG = env.flag("DEBUG")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if IS_LOCAL else None)
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", [])
# What the links in mails begin with.
SITE_URL = env.text(
    "SITE_URL", "http://localhost:8000" if IS_LOCAL else f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
)

# --- applications ---------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    # Only runserver needs it, and it would bring Twisted into every process.
    *(["daphne"] if MODE is Mode.DEVELOPMENT else []),
    "config.apps.ConfigConfig",
    "config.apps.AdminSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "channels",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.headless",
    "allauth.usersessions",
    "rest_framework",
    "rest_framework_simplejwt.token_blacklist",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "django_structlog",
    "csp",
    "import_export",
    "pgtrigger",
    "pghistory",
    "staff",
    "approvals",
    "scheduling",
    "solver",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "config.middleware.RequestIdHeaderMiddleware",
    "config.middleware.RefuseNulMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "staff.sign_in.idle.IdleTimeoutMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.AuditContextMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.page_shell.page_shell",
            ],
        },
    }
]

# --- database -------------------------------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.database("DATABASE_URL", development_database_url(DATA_DIR) if IS_LOCAL else None)
}
# The query planner's just-in-time compiler costs more than it saves on the short queries of this project.
# Each trigger asks for pgtrigger.ignore: unset, that is an error caught in a subtransaction, whose end goes through
# every foreign key still to be checked, and a large import would grow with the square of its rows.
DATABASES["default"]["OPTIONS"].setdefault("options", "-c jit=off -c pgtrigger.ignore={}")
if env.flag("DATABASE_POOL"):
    # Under ASGI each request runs in a thread of its own, so that only a pool keeps connections from one to the next.
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": env.whole_number("DATABASE_POOL_SIZE", 10, minimum=1),
        "timeout": 10,
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.whole_number("DATABASE_CONNECTION_SECONDS", 0, minimum=0)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis: cache, channel layer, task broker -----------------------------------------------------------------------
REDIS_URL = env.redis_url("REDIS_URL", development_redis_url(DATA_DIR) if IS_LOCAL else None)
# Set where several installations share one Redis; every key and channel begins with it.
REDIS_PREFIX = env.text("REDIS_PREFIX", "watchbill")
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "config.cache.EnduringRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 1},
        "KEY_PREFIX": REDIS_PREFIX,
    }
}
CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        # redis-py limits a pool to 100 connections unless told otherwise, too few for a thousand open boards.
        "CONFIG": {
            "hosts": [{"address": REDIS_URL, "max_connections": 5000}],
            "prefix": f"{REDIS_PREFIX}:layer",
        },
    }
}

# --- tasks ----------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = celery_broker_url(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": f"{REDIS_PREFIX}:", "visibility_timeout": 6 * 3600}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"solver.*": {"queue": "solver"}}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TASK_TIME_LIMIT = 2 * 3600
CELERY_TASK_SOFT_TIME_LIMIT = 2 * 3600 - 60
CELERY_TIMEZONE = "UTC"
# Threads of one search; with the web server on the same machine more than its cores make pages wait.
SOLVER_WORKERS = env.whole_number("SOLVER_WORKERS", 2, minimum=1)
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    # A run whose worker was lost is handed on or ended with a reason within a minute.
    "tend_runs": {"task": "runs.tend", "schedule": timedelta(seconds=15)},
    # What the queue lost, or a relay refused for a while, is sent later.
    "tend_notices": {"task": "notices.tend", "schedule": timedelta(seconds=30)},
    # Requests that nobody answered go on to more people, or end.
    "tend_requests": {"task": "approvals.tend", "schedule": timedelta(seconds=30)},
    "clear_expired": {"task": "sign_in.clear_expired", "schedule": timedelta(days=1)},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")

# --- people and sign-in ---------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "staff.User"
# The one backend: an e-mail or an employee number, one password hash whoever was meant (staff/sign_in/backend.py).
AUTHENTICATION_BACKENDS = ["staff.sign_in.backend.SignInBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if MODE is Mode.TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "staff.sign_in.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "staff.sign_in.forms.SignInForm",
    "reset_password": "staff.sign_in.forms.ResetPasswordForm",
}
# A whole shift signs in from one address within minutes; guesses are stopped per sign-in and per address.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "30/m/ip,5/300s/key"}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole_number("PROXY_COUNT", 0, minimum=0)
MFA_ADAPTER = "staff.sign_in.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Watchbill"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_LOCAL
USERSESSIONS_TRACK_ACTIVITY = True
INVITATION_DAYS = env.whole_number("INVITATION_DAYS", 7, minimum=1)
HEADLESS_ONLY = False

# --- API ------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework_simplejwt.authentication.JWTAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["staff.api.parsers.JsonParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
        "rest_framework.throttling.ScopedRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "60/min", "user": "1200/min", "login": "10/min"},
    "EXCEPTION_HANDLER": "config.problems.api_exception_handler",
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SIMPLE_JWT: dict[str, Any] = {
    "SIGNING_KEY": env.text("JWT_SIGNING_KEY", SECRET_KEY),
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=env.whole_number("JWT_ACCESS_MINUTES", 10, minimum=1)),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=env.whole_number("JWT_REFRESH_DAYS", 14, minimum=1)),
    "ROTATE_REFRESH_TOKENS": True,
    "BLACKLIST_AFTER_ROTATION": True,
    "UPDATE_LAST_LOGIN": True,
    "CHECK_REVOKE_TOKEN": True,
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Watchbill API",
    "DESCRIPTION": "Rosters, coverage and generation runs of a 24/7 emergency communications center.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "POSTPROCESSING_HOOKS": ["config.api_schema.add_problems"],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {"RosterView": ["working", "published"]},
}

# --- language and time: inside, everything is UTC -------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- static files ---------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", DATA_DIR / "static" if IS_LOCAL else BASE_DIR / "staticfiles")
STATICFILES_DIRS = [folder for folder in [BASE_DIR / "static"] if folder.is_dir()]
# Hashed names need collectstatic; development and tests serve the files as they lie in the checkout. Compressing
# them takes half a minute, which an image build has and the demo has not.
SERVES_FROM_CHECKOUT = MODE in {Mode.DEVELOPMENT, Mode.TEST}
STATICFILES_STORAGE_BY_MODE = {
    Mode.PRODUCTION: "whitenoise.storage.CompressedManifestStaticFilesStorage",
    Mode.DEMO: "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": STATICFILES_STORAGE_BY_MODE.get(
            MODE, "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = SERVES_FROM_CHECKOUT
WHITENOISE_AUTOREFRESH = SERVES_FROM_CHECKOUT

# --- security -------------------------------------------------------------------------------------------------------
# Local modes are served over plain HTTP on this machine only; everything else needs TLS.
HAS_TLS = env.flag("HAS_TLS", default=not IS_LOCAL)
SECURE_SSL_REDIRECT = HAS_TLS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HAS_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HAS_TLS
SECURE_HSTS_PRELOAD = HAS_TLS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if env.flag("BEHIND_TLS_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = HAS_TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.whole_number("SESSION_HOURS", 12, minimum=1) * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_MINUTES = env.whole_number("SESSION_IDLE_MINUTES", 15, minimum=1)
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_COOKIE_SECURE = HAS_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
# What a page may ask of the device: only passkeys.
PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)"
)

# --- mail -----------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "watchbill@localhost")
EMAIL_BACKEND = f"django.core.mail.backends.{'console' if IS_LOCAL else 'smtp'}.EmailBackend"
EMAIL_HOST = env.text("MAIL_HOST", "localhost")
EMAIL_PORT = env.whole_number("MAIL_PORT", 25, minimum=1)
EMAIL_HOST_USER = env.text("MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("MAIL_PASSWORD", "")
EMAIL_USE_TLS = env.flag("MAIL_TLS")
EMAIL_TIMEOUT = 10

# --- audit and logs -------------------------------------------------------------------------------------------------
PGHISTORY_APPEND_ONLY = True
# Reading writes nothing down: pages are spared the context that each statement would carry.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
PGHISTORY_ADMIN_ALL_EVENTS = False
DJANGO_STRUCTLOG_CELERY_ENABLED = True
# A request's id comes from our own proxy or from ourselves, never from the client.
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = ALLAUTH_TRUSTED_PROXY_COUNT > 0
# One line per request, at its end.
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
# One line per task at its end; on a developer's screen only what failed, since beat has something to do all the time.
DJANGO_STRUCTLOG_CELERY_DEFAULT_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_CELERY_TASK_SUCCESS_LOG_LEVEL = logging.DEBUG if IS_LOCAL else logging.INFO
LOG_LEVEL = env.text("LOG_LEVEL", "WARNING" if MODE is Mode.TEST else "INFO").upper()
LOG_FORMAT = env.text("LOG_FORMAT", "plain" if IS_LOCAL else "json")
LOGGING = logging_settings(level=LOG_LEVEL, log_format=LOG_FORMAT)
