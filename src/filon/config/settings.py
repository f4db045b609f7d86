"""Django's settings, read from the environment; every default is safe and offline."""

import os
import secrets
from pathlib import Path
from typing import Any

import environ

from filon.config.environment import database, letters, time_zone

env = environ.Env()
HERE = Path(__file__).parent

FILON_HOME = Path(os.environ.get("FILON_HOME", "filon-home")).absolute()
FILON_CURRENCY = letters("FILON_CURRENCY", "EUR")
FILON_COUNTRY = letters("FILON_COUNTRY", "FR")


def _secret_key() -> str:
    """Return the key of this home, made once and readable by its owner alone."""
    if given := os.environ.get("FILON_SECRET_KEY"):
        return given
    path = FILON_HOME / "secret-key"
    if not path.exists():
        FILON_HOME.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
        aside.replace(path)
    return path.read_text()


def _database() -> dict[str, Any]:
    if given := database("FILON_DATABASE_URL"):
        return {**given, "ATOMIC_REQUESTS": False}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(FILON_HOME / "filon.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # FULL: what was said to be written is still there after a power cut.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-131072;",
        },
    }


def _oidc() -> list[dict[str, Any]]:
    """Return the identity provider, where FILON_OIDC_URL, _CLIENT_ID and _SECRET name one."""
    url = env.str("FILON_OIDC_URL", "")
    if not url:
        return []
    return [
        {
            "provider_id": "oidc",
            "name": env.str("FILON_OIDC_NAME", "SSO"),
            "client_id": env.str("FILON_OIDC_CLIENT_ID"),
            "secret": env.str("FILON_OIDC_SECRET"),
            "settings": {"server_url": url},
        }
    ]


def _logging() -> dict[str, Any]:
    """Return where the process that FILON_PROCESS names writes its log; commands write none."""
    process = os.environ.get("FILON_PROCESS")
    if not process:
        return {"version": 1, "disable_existing_loggers": False, "root": {"handlers": []}}
    from filon.config.logs import settings  # only here: it is slow to load

    return settings(FILON_HOME, process)


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = env.list("FILON_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "csp",
    "filon.records",
    "filon.faces.office",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "filon.faces.office.middleware.OfficeMiddleware",
]
ROOT_URLCONF = "filon.config.urls"
WSGI_APPLICATION = "filon.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE.parent / "faces" / "office" / "templates"],  # before allauth's own
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "filon.faces.office.context.office",
            ],
            "builtins": ["filon.faces.office.templatetags.office"],
        },
    }
]

# Accounts: allauth, without sign-up; TOTP, passkeys and recovery codes; OIDC where it is configured.
AUTH_USER_MODEL = "records.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "filon.faces.office.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "filon.faces.office.accounts.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": _oidc()}}
EMAIL_CONFIG = env.email_url("FILON_EMAIL_URL", default="dummymail://")
vars().update(EMAIL_CONFIG)

# Safe by default; FILON_HTTPS=1 once the instance is behind TLS.
HTTPS = env.bool("FILON_HTTPS", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = env.list("FILON_ORIGINS", default=[])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "filon_cache"}
}  # in the database: log-in limits hold across processes

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
LOGGING = _logging()
USE_TZ = True
TIME_ZONE = time_zone("FILON_TIME_ZONE", "Europe/Paris")
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
SILENCED_SYSTEM_CHECKS = [
    "security.W004",
    "security.W008",
    "security.W012",
    "security.W016",
]  # set by FILON_HTTPS
