"""All settings, from the environment, safe by default. `.env.example` lists each with a line."""

import secrets
import sys
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from console.embedded.broker import PGMQ_URL, VISIBILITY_TIMEOUT_SECONDS, transport_options
from console.embedded.files import AUDIT_KEY_FILE, read_secret
from console.safety import Installation, objections
from console.shell.email_url import mailers
from console.shell.logging import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "data"))).resolve()
DEBUG = False
TESTING = env.bool("REGIE_TESTING", default=False)
# Set by `manage.py run` without --no-demo only; the mark in the database must agree.
DEMO_MODE = env.bool("REGIE_DEMO_MODE", default=False)

# Unset: a new key at each start, so that nothing secret stands in the code. `run` keeps its own.
SECRET_KEY = env.str("SECRET_KEY", default="") or secrets.token_urlsafe(50)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# The seal of the activity log. A key of its own, so that a new SECRET_KEY leaves the log readable
# by `verify_log`. Unset: the one that `run` keeps, else a new one at each start.
AUDIT_KEY = (
    env.str("AUDIT_KEY", default="")
    or read_secret(DATA_DIR / AUDIT_KEY_FILE)
    or secrets.token_urlsafe(50)
)
AUDIT_KEY_FALLBACKS = env.list("AUDIT_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PORT = env.int("PORT", default=8000)
BASE_URL = env.str("BASE_URL", default=f"http://localhost:{PORT}")
IS_HTTPS = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

BRAND_NAME = env.str("BRAND_NAME", default="Regie")
BRAND_SUPPORT_EMAIL = env.str("BRAND_SUPPORT_EMAIL", default="support@localhost.localdomain")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "django_htmx",
    "django_countries",
    "console",
    "console.shell",
    "auth2fa",
    "orgs",
    "products",
    "mail",
    "billing",
]

MIDDLEWARE = [
    "console.shell.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "auth2fa.middleware.SessionLimitsMiddleware",
    "auth2fa.middleware.PersonMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "orgs.middleware.OrganizationMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "console.shell.trimming.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "console.shell.context.shell",
                "orgs.context.organization",
                "console.navigation.navigation",
            ],
            "builtins": ["console.shell.templatetags.shell", "django.templatetags.i18n"],
        },
    }
]

FORM_RENDERER = "console.shell.rendering.Renderer"

ROOT_URLCONF = "console.urls"
WSGI_APPLICATION = "console.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Database -----------------------------------------------------------------------------
# `run` and the tests start an embedded PostgreSQL and set DATABASE_URL before Django loads.
DATABASE_URL = env.str("DATABASE_URL", default="postgresql://postgres@/regie?host=/nonexistent")
_database = env.db_url_config(DATABASE_URL)
_database_options = _database.get("OPTIONS", {})
DATABASES = {
    "default": {
        **_database,
        "ENGINE": "console.shell.postgres",
        # `?host=/folder` names the folder of a unix socket, where a URL has no place for it.
        "HOST": _database_options.pop("host", "") or _database["HOST"],
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {
            **_database_options,
            "connect_timeout": 5,
            # Rows lie in memory or on solid-state disks; PostgreSQL believes in turning ones and
            # reads small tables whole, again for each row of a list.
            "options": "-c statement_timeout=30000 -c lock_timeout=10000"
            " -c idle_in_transaction_session_timeout=60000 -c random_page_cost=1.1",
        },
    }
}

# --- Cache and broker ----------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "console_cache",
        }
    }

# Unset: Redis where there is one, else a queue in PostgreSQL itself.
CELERY_BROKER_URL = env.str("BROKER_URL", default="") or REDIS_URL or PGMQ_URL
CELERY_BROKER_TRANSPORT_OPTIONS = (
    transport_options(DATABASE_URL)
    if CELERY_BROKER_URL == PGMQ_URL
    else {
        "visibility_timeout": VISIBILITY_TIMEOUT_SECONDS,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
    }
)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULER = "console.shell.beat:Scheduler"
# A task that waited longer than this for a worker is dropped: beat has queued newer ones since.
TASK_EXPIRES_SECONDS = 60
HEARTBEAT_SECONDS = env.float("HEARTBEAT_SECONDS", default=10.0)
CELERY_BEAT_SCHEDULE = {
    "drain-letters": {
        "task": "console.shell.tasks.drain_letters",
        "schedule": env.float("LETTER_DRAIN_SECONDS", default=5.0),
        "options": {"expires": TASK_EXPIRES_SECONDS},
    },
    "heartbeat": {
        "task": "console.shell.tasks.heartbeat",
        "schedule": HEARTBEAT_SECONDS,
        "options": {"expires": TASK_EXPIRES_SECONDS},
    },
    "forget-attempts": {
        "task": "auth2fa.tasks.forget",
        "schedule": 3600.0,
        "options": {"expires": TASK_EXPIRES_SECONDS},
    },
    "send-log-heads": {
        "task": "orgs.tasks.send_log_heads",
        "schedule": 3600.0,
        "options": {"expires": TASK_EXPIRES_SECONDS},
    },
    "registrar-orders": {
        "task": "products.tasks.carry_out_orders",
        "schedule": env.float("REGISTRAR_ORDERS_SECONDS", default=10.0),
        "options": {"expires": TASK_EXPIRES_SECONDS},
    },
    "registrar-messages": {
        "task": "products.tasks.take_messages",
        "schedule": env.float("REGISTRAR_POLL_SECONDS", default=60.0),
        "options": {"expires": TASK_EXPIRES_SECONDS},
    },
    "end-grants": {
        "task": "products.tasks.end_grants",
        "schedule": 3600.0,
        "options": {"expires": TASK_EXPIRES_SECONDS},
    },
    "renew-products": {
        "task": "products.tasks.renew_products",
        "schedule": 3600.0,
        "options": {"expires": TASK_EXPIRES_SECONDS},
    },
    "walk-domains": {
        "task": "products.tasks.walk_domains",
        "schedule": 3600.0,
        "options": {"expires": TASK_EXPIRES_SECONDS},
    },
    "forget-removed": {
        "task": "orgs.tasks.forget_removed",
        "schedule": 3600.0,
        "options": {"expires": TASK_EXPIRES_SECONDS},
    },
}

# --- E-mail --------------------------------------------------------------------------------
# `smtp://user:password@host:port`, `smtp+tls://` (STARTTLS), `smtps://`. Unset: letters become
# files in the data folder.
EMAIL_URL = env.str("EMAIL_URL", default="")
# For each step of the conversation with the mail server; a silent one must not hold the postman.
EMAIL_TIMEOUT_SECONDS = min(env.float("EMAIL_TIMEOUT_SECONDS", default=10.0), 10.0)
OUTBOX_DIR = DATA_DIR / "outbox"
MAILERS = mailers(EMAIL_URL, timeout=EMAIL_TIMEOUT_SECONDS, folder=OUTBOX_DIR)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Regie <regie@localhost.localdomain>")
# The right-hand side of Message-IDs.
LETTER_DOMAIN = env.str(
    "LETTER_DOMAIN", default=DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"
)
LETTER_BATCH = env.int("LETTER_BATCH", default=50)
# A worker that died holds its letters this long; never shorter than two silences of the server.
LETTER_LEASE_SECONDS = max(
    env.float("LETTER_LEASE_SECONDS", default=120.0), 2 * EMAIL_TIMEOUT_SECONDS + 1
)
LETTER_SLICE_SECONDS = env.float("LETTER_SLICE_SECONDS", default=5.0)
LETTER_RETRY_SECONDS = env.float("LETTER_RETRY_SECONDS", default=5.0)
LETTER_GIVE_UP_DAYS = env.float("LETTER_GIVE_UP_DAYS", default=3.0)
# Whether a commit wakes the postman at once, or the letters wait for beat.
LETTER_DOORBELL = env.bool("LETTER_DOORBELL", default=True)

# --- Prices --------------------------------------------------------------------------------
# A price list of the operator's own, in the form of products/data/prices.csv, which it replaces.
PRICES = env.str("PRICES", default="")

# --- The registrar -------------------------------------------------------------------------
# `embedded`: a registry of our own for trials and demonstrations; `epp`: a real one.
REGISTRAR = env.str("REGISTRAR", default="embedded")
REGISTRAR_IS_NAMED = bool(env.str("REGISTRAR", default=""))
# The server's certificate is always verified: by the system's authorities, or by EPP_AUTHORITY.
EPP = {
    "host": env.str("EPP_HOST", default=""),
    "port": env.int("EPP_PORT", default=700),
    "user": env.str("EPP_USER", default=""),
    "password": env.str("EPP_PASSWORD", default=""),
    "certificate": env.str("EPP_CERTIFICATE", default=""),
    "key": env.str("EPP_KEY", default=""),
    "authority": env.str("EPP_AUTHORITY", default=""),
    "connect_seconds": env.float("EPP_CONNECT_SECONDS", default=10.0),
    "read_seconds": env.float("EPP_READ_SECONDS", default=30.0),
}

# --- Who signs in --------------------------------------------------------------------------
AUTH_USER_MODEL = "auth2fa.User"
# By the one address of the account; one still to be confirmed signs nobody in.
AUTHENTICATION_BACKENDS = ["auth2fa.backends.PersonBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 3600
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "auth2fa.password_rules.MaximumLength"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "auth2fa.password_rules.NotTheContext"},
]
ACCOUNT_ADAPTER = "orgs.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "auth2fa.forms.signing.SignInForm",
    "signup": "orgs.signup.SignUpForm",
    "reset_password": "auth2fa.forms.signing.ForgottenPasswordForm",
    "reset_password_from_key": "auth2fa.forms.signing.NewPasswordForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
# allauth counts attempts in the cache, which can be flushed: auth2fa.limits counts in PostgreSQL.
ACCOUNT_RATE_LIMITS = False
# How many proxies of ours write X-Forwarded-For; 0 believes none of it.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
PASSWORD_HASHERS = [
    # The same algorithm in tests, with costs that let a thousand people sign in.
    "console.shell.hashers.CheapArgon2PasswordHasher"
    if TESTING
    else "django.contrib.auth.hashers.Argon2PasswordHasher"
]

# --- Language and time ---------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
# A language for tests and developers that shows what cannot be translated yet.
PSEUDO_LANGUAGE = env.bool("PSEUDO_LANGUAGE", default=False)
if PSEUDO_LANGUAGE:
    LANGUAGES += [("en-xa", "[Àççéñţš]")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LOCALE_PATHS = [BASE_DIR / "locale"]

# --- Static files --------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "console.shell.assets.MadeFilesFinder",
]
STATIC_ROOT = env.str("STATIC_ROOT", default=str(DATA_DIR / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Hashed names need `collectstatic`; tests serve the folders as they are.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING

# --- Browser security ----------------------------------------------------------------------
_prefix = "__Host-" if IS_HTTPS else ""
SESSION_ENGINE = "auth2fa.session_store"
SESSION_COOKIE_NAME = f"{_prefix}session"
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = f"{_prefix}csrf"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "console.shell.errors.csrf_failure"
SECURE_SSL_REDIRECT = IS_HTTPS
# Behind a proxy of ours, which must set or remove this header, the console itself speaks http.
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from inside, past the proxy that speaks https
SECURE_HSTS_SECONDS = 31536000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Logs ------------------------------------------------------------------------------------
LOGGING = logging_settings(
    # JSON for machines, lines for a person who looks at a terminal.
    as_json=env.bool("LOG_JSON", default=not sys.stderr.isatty()),
    level=env.str("LOG_LEVEL", default="INFO"),
)

# --- What must not start ---------------------------------------------------------------------
if not TESTING:
    _installation = Installation(
        base_url=BASE_URL,
        allowed_hosts=ALLOWED_HOSTS,
        secret_key=env.str("SECRET_KEY", default=""),
        secret_key_fallbacks=SECRET_KEY_FALLBACKS,
        audit_key=env.str("AUDIT_KEY", default=""),
        audit_key_fallbacks=AUDIT_KEY_FALLBACKS,
        servers={
            "DATABASE_URL": DATABASE_URL,
            "REDIS_URL": REDIS_URL,
            "BROKER_URL": CELERY_BROKER_URL,
        },
        registrar=REGISTRAR,
        epp=EPP,
        demo=DEMO_MODE,
        pseudo_language=PSEUDO_LANGUAGE,
    )
    if _objections := list(objections(_installation)):
        raise ImproperlyConfigured("; ".join(_objections))
