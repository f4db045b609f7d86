"""Django's settings, read from the environment; every default is safe and offline."""

import os
import secrets
from pathlib import Path
from typing import Any

import environ

env = environ.Env()

FILON_HOME = Path(os.environ.get("FILON_HOME", "filon-home")).absolute()
FILON_CURRENCY = env.str("FILON_CURRENCY", "EUR")
FILON_COUNTRY = env.str("FILON_COUNTRY", "FR")


def _secret_key() -> str:
    """Return the key of this home, made once and readable by its owner alone."""
    if given := os.environ.get("FILON_SECRET_KEY"):
        return given
    path = FILON_HOME / "secret-key"
    if not path.exists():
        FILON_HOME.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


def _database() -> dict[str, Any]:
    if url := os.environ.get("FILON_DATABASE_URL"):
        return {**env.db_url_config(url), "ATOMIC_REQUESTS": False}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(FILON_HOME / "filon.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-131072;",
        },
    }


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = env.list("FILON_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
DATABASES = {"default": _database()}
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "filon.records"]
AUTH_USER_MODEL = "records.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = env.str("FILON_TIME_ZONE", "Europe/Paris")
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOGGING_CONFIG = None
