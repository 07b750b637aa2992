"""Superset's settings, read by Superset itself ($SUPERSET_CONFIG_PATH). serve.py sets the two places named here."""

import os
from pathlib import Path

STATE = Path(os.environ["CCHC_BI_STATE"])  # what Superset keeps: its own database, the keys
DATABASE = Path(os.environ["CCHC_BI_DATABASE"])  # the published file, under the link that shows a release

SECRET_KEY = (STATE / "secret_key").read_text(encoding="ascii")
SQLALCHEMY_DATABASE_URI = f"sqlite:///{STATE / 'superset.db'}"

APP_NAME = "CCHC"
LANGUAGES = {}  # Superset 6.1 has no Vietnamese pages; the dashboards bring their own words in both languages
D3_FORMAT = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]}  # 6.632 and 82,23

# Nothing is asked of any other server, so the pages work on a network of their own.
_OWN = "'self'"
TALISMAN_CONFIG = {
    "content_security_policy": {
        "default-src": [_OWN],
        "base-uri": [_OWN],
        "img-src": [_OWN, "blob:", "data:"],
        "worker-src": [_OWN, "blob:"],
        "connect-src": [_OWN],
        "font-src": [_OWN, "data:"],
        "object-src": "'none'",
        "style-src": [_OWN, "'unsafe-inline'"],
        "script-src": [_OWN, "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": False,  # http on this machine only
}

# A release that is replaced must not be shown from memory; what a filter is set to may be kept.
CACHE_CONFIG = DATA_CACHE_CONFIG = {"CACHE_TYPE": "NullCache"}


def DB_SQLA_URI_VALIDATOR(uri):
    """Only the published file is a database here: one that a user adds could read whatever this process reads."""
    if uri.get_backend_name() != "duckdb" or uri.database != str(DATABASE) or uri.query:
        raise ValueError(f"Only the published warehouse can be asked here: duckdb:///{DATABASE}")


def DB_CONNECTION_MUTATOR(uri, params, username, security_manager, source):
    """Open the release that is shown now, by its own path: while one query still reads the former release, DuckDB
    would give another query of this process the same file for the same name. Whatever a user wrote among the
    database's options, it is opened to be read, and reads no other file."""
    no_writing = {"read_only": True, "config": {"enable_external_access": False, "lock_configuration": True}}
    return uri.set(database=str(DATABASE.resolve())), {**params, "connect_args": no_writing}
