"""Django's settings, all of them derived from the environment that `environment.load()` has checked."""

from pathlib import Path
from typing import Any

from shouwen.wiring import environment, logs

ENVIRONMENT = environment.load()
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
# A probe on this very machine needs no setting.
ALLOWED_HOSTS = [*ENVIRONMENT.allowed_hosts, "localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "shouwen.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "shouwen.ledger",
    "shouwen.search",
    "shouwen.people",
    "shouwen.calendars",
    "shouwen.clauses",
    "shouwen.customers",
    "shouwen.clocks",
    "shouwen.notices",
    "shouwen.refunds",
    "shouwen.tickets",
    "shouwen.reception",
    "shouwen.disputes",
    "shouwen.batchdisputes",
    "shouwen.selfchecks",
    "shouwen.api",
]

MIDDLEWARE = [
    "shouwen.web.unread.Unread",
    "shouwen.wiring.watch.Watch",
    "django.middleware.security.SecurityMiddleware",
    "shouwen.api.entrance.Entrance",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shouwen.web.headers.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "shouwen.people.sitting.Sitting",
    "shouwen.people.gate.Gate",
]

ROOT_URLCONF = "shouwen.wiring.urls"
WSGI_APPLICATION = "shouwen.wiring.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shouwen.web.navigation.frame",
            ],
        },
    }
]

DATABASES: dict[str, dict[str, Any]]
if ENVIRONMENT.database.engine == "sqlite":
    DATABASES = {
        "default": {
            "ENGINE": "shouwen.wiring.sqlite",
            "NAME": ENVIRONMENT.database.name,
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-8000;PRAGMA temp_store=MEMORY"
                ),
            },
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "shouwen.wiring.postgresql",
            "NAME": ENVIRONMENT.database.name,
            "USER": ENVIRONMENT.database.user,
            "PASSWORD": ENVIRONMENT.database.password,
            "HOST": ENVIRONMENT.database.host,
            "PORT": ENVIRONMENT.database.port,
            "OPTIONS": {"prepare_threshold": 2, **ENVIRONMENT.database.options},
            "CONN_HEALTH_CHECKS": True,
            "CONN_MAX_AGE": 600,
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "shouwen.people.guessed.NotOurWords"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "shouwen.people.adapter.StaffAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "code"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/15m/key", "login": "60/m/ip"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "shouwen.people.factor.FactorAdapter"
MFA_TOTP_ISSUER = "Shouwen 首问"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
    }
}

LANGUAGE_CODE = ENVIRONMENT.language
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = ENVIRONMENT.data / "attachments"
FILE_UPLOAD_PERMISSIONS = 0o600
STORAGES = {
    "default": {"BACKEND": "shouwen.wiring.files.Files"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A text far over the limit must still come back whole, with what to mend at its field.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
BILLING = ENVIRONMENT.billing
BILLING_TOKEN = ENVIRONMENT.billing_token
BILLING_BOOK = ENVIRONMENT.data / "billing-simulated.sqlite3"
# Each web process grants its share of the requests that a token may send.
WEB_PROCESSES = ENVIRONMENT.workers

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# Longer than any sitting (people/sitting.py), which ends it earlier.
SESSION_COOKIE_AGE = 13 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = ENVIRONMENT.https
LANGUAGE_COOKIE_SAMESITE = "Lax"
if ENVIRONMENT.https:
    # A cookie of such a name is set by this host alone, for all of it, and goes over TLS only.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-language"
CSRF_FAILURE_VIEW = "shouwen.web.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.https
if ENVIRONMENT.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = logs.configuration(ENVIRONMENT.log_level)
