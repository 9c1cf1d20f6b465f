"""Django's settings, read from the environment; everything the embedded form writes lives under PUTRIGHT_HOME.

The environment's names and what they mean stand in ``docs/settings.md``; ``putright check`` says in plain words what
is missing or wrong.
"""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("PUTRIGHT_HOME", ".putright")).resolve()


def _secret_key() -> str:
    """Return the key that signs sessions: from the environment, else made once and kept in PUTRIGHT_HOME."""
    if key := os.environ.get("PUTRIGHT_SECRET_KEY"):
        return key
    path = HOME / "secret-key"
    HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        # Written whole under another name first: of two processes that start together, both read the same key.
        new = HOME / f".secret-key-{os.getpid()}"
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(50), encoding="ascii")
        with contextlib.suppress(FileExistsError):
            os.link(new, path)
        new.unlink()
    return path.read_text(encoding="ascii")


def _database() -> dict[str, Any]:
    """Return PostgreSQL as PUTRIGHT_DATABASE_URL names it, else a durable SQLite file in PUTRIGHT_HOME."""
    if url := os.environ.get("PUTRIGHT_DATABASE_URL"):
        parts = conninfo_to_dict(url)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.pop("dbname", "putright"),
            "USER": parts.pop("user", ""),
            "PASSWORD": parts.pop("password", ""),
            "HOST": parts.pop("host", ""),
            "PORT": parts.pop("port", ""),
            "OPTIONS": parts,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "putright.sqlite3",
        "OPTIONS": {
            # Django's default transactions fail with "database is locked" as soon as two threads write.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: a row that was committed survives a power cut, which is what "store first" rests on.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
        "TEST": {"NAME": HOME / "test.sqlite3"},
    }


def _flag(name: str, *, default: bool) -> bool:
    return os.environ.get(name, str(int(default))).strip().lower() in {"1", "yes", "true", "on"}


def _words(name: str, default: str) -> list[str]:
    return [word for word in os.environ.get(name, default).replace(",", " ").split() if word]


# --- what Putright is told --------------------------------------------------------------------------------------------
PUTRIGHT_HOME = HOME
PUTRIGHT_COUNCIL = os.environ.get("PUTRIGHT_COUNCIL", "")
PUTRIGHT_PACKS = os.environ.get("PUTRIGHT_PACKS", "")
PUTRIGHT_REDIS_URL = os.environ.get("PUTRIGHT_REDIS_URL", "")
PUTRIGHT_MAILBOXES = Path(os.environ.get("PUTRIGHT_MAILBOXES", HOME / "mailboxes.toml"))
PUTRIGHT_SMTP_URL = os.environ.get("PUTRIGHT_SMTP_URL", "")
PUTRIGHT_SMTP_PASSWORD = os.environ.get("PUTRIGHT_SMTP_PASSWORD", "")
PUTRIGHT_SMTP_CA_FILE = os.environ.get("PUTRIGHT_SMTP_CA_FILE", "")
PUTRIGHT_POLL_SECONDS = int(os.environ.get("PUTRIGHT_POLL_SECONDS", "60"))
PUTRIGHT_MAILBOX_ALARM_MINUTES = int(os.environ.get("PUTRIGHT_MAILBOX_ALARM_MINUTES", "30"))
PUTRIGHT_ADMINISTRATOR = os.environ.get("PUTRIGHT_ADMINISTRATOR", "").strip()
PUTRIGHT_PUBLIC_URL = os.environ.get("PUTRIGHT_PUBLIC_URL", "").strip().rstrip("/")
PUTRIGHT_DIGEST_AT = os.environ.get("PUTRIGHT_DIGEST_AT", "07:30").strip()
PUTRIGHT_TEXT_GATEWAY = Path(os.environ.get("PUTRIGHT_TEXT_GATEWAY", HOME / "text_gateway.toml"))
PUTRIGHT_TEXT_HOSTS = _words("PUTRIGHT_TEXT_HOSTS", "api.notifications.service.gov.uk")
PUTRIGHT_SEND_DELAY_SECONDS = int(os.environ.get("PUTRIGHT_SEND_DELAY_SECONDS", "600"))
PUTRIGHT_LEARN = _flag("PUTRIGHT_LEARN", default=False)
PUTRIGHT_BLIND_SHARE = float(os.environ.get("PUTRIGHT_BLIND_SHARE", "0.05"))
PUTRIGHT_VIRUS_SCAN = os.environ.get("PUTRIGHT_VIRUS_SCAN", "none")
PUTRIGHT_SEALS = os.environ.get("PUTRIGHT_SEALS", "")
PUTRIGHT_SANDBOX = os.environ.get("PUTRIGHT_SANDBOX", "strict")
PUTRIGHT_SANDBOX_WORKERS = int(os.environ.get("PUTRIGHT_SANDBOX_WORKERS", "2"))

# --- Django ----------------------------------------------------------------------------------------------------------
SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = _words("PUTRIGHT_HOSTS", "localhost 127.0.0.1 [::1]")
_HTTPS = _flag("PUTRIGHT_HTTPS", default=False)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "cases",
    "review",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "review.plain_input.PlainInputMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "review.security.SecurityHeadersMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "review.urls"
WSGI_APPLICATION = "review.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "review.context.putright",
            ],
        },
    },
]
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "cases.TeamMember"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "review/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]
LOGIN_URL = "review:sign-in"
LOGIN_REDIRECT_URL = "review:queue"
LOGOUT_REDIRECT_URL = "review:sign-in"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Files are served from the packages themselves, so a fresh clone needs no collecting step.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("PUTRIGHT_BEHIND_PROXY", default=False) else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
SILENCED_SYSTEM_CHECKS = ["axes.W003"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "config.logs.WordlessFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("PUTRIGHT_LOG_LEVEL", "INFO")},
    "loggers": {
        # A request's path may hold words somebody searched for; access lines are the proxy's business.
        "django.server": {"level": "ERROR"},
        "waitress": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
        "dramatiq": {"level": "WARNING"},
        "pdfminer": {"level": "ERROR"},
        # These tell of every step, and of every character that no font has.
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        # These tell, at DEBUG, of every line spoken with a server: logins, tokens, whole mails.
        "imapclient": {"level": "ERROR"},
        "msal": {"level": "ERROR"},
        "urllib3": {"level": "ERROR"},
    },
}
