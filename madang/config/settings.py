"""Django's settings, all of them derived from `environment.read`."""

import os
from pathlib import Path

from madang.config import environment
from madang.lib.log_lines import WithoutKeys

MADANG = environment.read(os.environ)
SECRETS = environment.source_secrets(os.environ)  # not in MADANG, whose values `madang doctor` shows
HOME: Path = MADANG["home"]
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = environment.secret(HOME)
DEBUG = MADANG["debug"]
ALLOWED_HOSTS = MADANG["hosts"] or ["localhost", "127.0.0.1", "[::1]", MADANG["host"]]
if "0.0.0.0" in ALLOWED_HOSTS:  # noqa: S104  listening everywhere without a name list: any name, cookies stay host-only
    ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "servestatic.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "madang.accounts",
    "madang.catalog",
    "madang.ingest",
    "madang.analysis",
    "madang.community",
    "madang.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "madang.portal.compression.Pages",
    "madang.portal.keeping.pages",
    "madang.portal.security.headers",
    "madang.api.cors.headers",
    "madang.api.mcp.refusing.spoken",
    "madang.api.native.refusing.documents",
    "madang.api.ckan.refusing.enveloped",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "madang.api.seoul.speaking.speaking",
    "madang.api.budgets.counting.counted",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "madang.portal.turns.one_each",
    "madang.portal.problems.Pages",
]
API_DOCUMENT = "madang.api.native.api.document"  # what the page for trying is made from
PROBLEM_STATUS = "madang.api.problems.status"  # the one table of statuses; pages take theirs from it too
CSRF_FAILURE_VIEW = "madang.portal.problems.form_refused"

ROOT_URLCONF = "madang.config.urls"
ASGI_APPLICATION = "madang.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "madang.portal.context.city",
            ],
        },
    }
]

DATABASES = {
    "default": MADANG["database"]
    or {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "city.sqlite3",
        "CONN_MAX_AGE": None,  # opening it and reading its tables costs a millisecond
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In each process's memory. By default counts and matches are kept, of 200 bytes to 3 KB: 10,000 of them weigh 2 to 30 MB. A picture
# of a map weighs up to some MB and any reader can ask for new ones, so those have 300 places of their own.
IN_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": IN_MEMORY, "LOCATION": "default", "OPTIONS": {"MAX_ENTRIES": 10_000}},
    "pictures": {"BACKEND": IN_MEMORY, "LOCATION": "pictures", "OPTIONS": {"MAX_ENTRIES": 300}},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with a link that was handed to its owner
ACCOUNT_ADAPTER = "madang.accounts.adapter.Adapter"
ACCOUNT_USER_DISPLAY = str  # "Signed in as" names the address; user names are random
SOCIALACCOUNT_ADAPTER = "madang.accounts.adapter.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [MADANG["oidc"]] if MADANG["oidc"] else []}}
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"

LANGUAGE_CODE = MADANG["language"]
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "portal" / "locale"]
TIME_ZONE = MADANG["time_zone"]
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "portal" / "static"]
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

globals().update(MADANG["email"] or {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"})

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MADANG["https"]
SECURE_REDIRECT_EXEMPT = [r"^((ko|en)/)?api/(3/)?action/"]  # clients of CKAN take a redirected POST for a failure
SECURE_HSTS_SECONDS = 31_536_000 if MADANG["https"] else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if MADANG["https"] else None
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": WithoutKeys, "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
