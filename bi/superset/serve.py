"""Starts Superset over the published warehouse: `make bi` calls this with Superset's own Python.

First run: a secret key and the administrator's password are drawn, the password shown. Each run: Superset's own
database is brought up to date, the dashboards are imported anew, and the pages are served on this machine alone.

    CCHC_WAREHOUSE_DIR  the release that is read; `warehouse` if not set
    CCHC_BI_PORT        the port on 127.0.0.1; 8088 if not set
    CCHC_BI_STATE       what Superset keeps; `.bi` if not set
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
ADMIN = "admin"


def main() -> None:
    port = os.environ.get("CCHC_BI_PORT") or "8088"
    state = (PROJECT / (os.environ.get("CCHC_BI_STATE") or ".bi")).absolute()
    database = (PROJECT / (os.environ.get("CCHC_WAREHOUSE_DIR") or "warehouse")).absolute() / "cchc.duckdb"
    if not database.is_file():
        sys.exit(f"{database} is missing: publish a release first (make build, or make samples for made-up reports)")
    state.mkdir(mode=0o700, exist_ok=True)
    os.environ |= {
        "CCHC_BI_STATE": str(state),
        "CCHC_BI_DATABASE": str(database),
        "SUPERSET_CONFIG_PATH": str(HERE / "superset_config.py"),
        "FLASK_APP": "superset.app:create_app()",
    }
    kept(state / "secret_key")
    prepare(state, database, password=kept(state / "admin_password"))
    print(f"user {ADMIN}, password in {state / 'admin_password'}", flush=True)
    serve(port)


def kept(path: Path) -> str:
    """The secret in the file, which only its owner reads; drawn where there is none yet."""
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32))
    return path.read_text(encoding="ascii")


def prepare(state: Path, database: Path, password: str) -> None:
    """Bring Superset's own database up to date, and the dashboards in it to what the definitions say."""
    from assets import make_assets, write_assets

    assets = make_assets(database)
    write_assets(assets, state / "assets")

    from flask_migrate import upgrade
    from superset.app import create_app

    with create_app().app_context():
        import superset
        from superset.extensions import appbuilder, security_manager

        upgrade(directory=str(Path(superset.__file__).parent / "migrations"))
        appbuilder.add_permissions(update_perms=True)
        security_manager.sync_role_definitions()
        _let_in(security_manager, password)
        _import(assets, security_manager)


def _let_in(security_manager, password: str) -> None:
    """The administrator, with the password that is kept."""
    user = security_manager.find_user(ADMIN)
    if user is None:
        role = security_manager.find_role("Admin")
        security_manager.add_user(ADMIN, "CCHC", "Admin", "admin@localhost", role, password=password)
        print(f"first run: user {ADMIN}, password {password}", flush=True)
    else:
        security_manager.reset_password(user.id, password)


def _import(assets: dict[str, dict], security_manager) -> None:
    """Put the assets in the place of what stood under their names, and remove those that are no longer defined."""
    import yaml
    from superset import db
    from superset.commands.importers.v1.assets import ImportAssetsCommand
    from superset.connectors.sqla.models import SqlaTable
    from superset.models.dashboard import Dashboard
    from superset.models.slice import Slice
    from superset.utils.core import override_user

    with override_user(security_manager.find_user(ADMIN)):
        ImportAssetsCommand({name: yaml.safe_dump(content) for name, content in assets.items()}).run()
        defined = {content["uuid"] for content in assets.values() if "uuid" in content}
        for kind in (Dashboard, Slice, SqlaTable):
            for one in db.session.query(kind).filter_by(is_managed_externally=True):
                if str(one.uuid) not in defined:
                    db.session.delete(one)
        db.session.commit()


def serve(port: str) -> None:
    """One process with threads: the queries take milliseconds, and a second would take as much memory again."""
    gunicorn = str(Path(sys.executable).parent / "gunicorn")
    print(f"http://127.0.0.1:{port}/dashboard/list/", flush=True)
    os.execv(
        gunicorn,
        [gunicorn, "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "8", "--timeout", "120",
         "--log-level", "warning", "superset.app:create_app()"],
    )  # fmt: skip


if __name__ == "__main__":
    main()
