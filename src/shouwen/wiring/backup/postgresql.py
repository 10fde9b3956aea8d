"""Backup and restore of a PostgreSQL desk: pg_dump and the figures out of one snapshot, a database put beside."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier, Literal

from shouwen.wiring.backup.manifest import State
from shouwen.wiring.backup.pointing import pointed_at
from shouwen.wiring.backup.state import PASSING, files_named, read
from shouwen.wiring.trouble import Trouble

FILE = "database.pgdump"
# Where distributions keep the programmes of each version, beside the one on the path.
PLACES = "/usr/lib/postgresql"
TERMINATE_MS = 60_000
PLAIN = ("--no-owner", "--no-privileges")


def snapshot(folder: Path) -> tuple[State, set[str]]:
    """Dumps the database into the folder as it is at one moment; answers its figures and the files that it names."""
    path = folder / FILE
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        shared = cursor.fetchone()[0]
        passing = [f"--exclude-table-data={table}" for table in sorted(PASSING)]
        words = ["--format=custom", *PLAIN, *passing, f"--snapshot={shared}", f"--file={path}"]
        with _begun("pg_dump", *words, f"--dbname={_address()}") as dump:
            found = read(), files_named()
            _ended(dump)
    path.chmod(0o600)
    return found


def occupied() -> bool:
    """Whether the database named in the settings is there and holds tables."""
    with _served() as server:
        if not _exists(server, _name()):
            return False
    with psycopg.connect(_address(), password=_password()) as there:
        row = there.execute("SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema())").fetchone()
    return bool(row and row[0])


def restore(folder: Path, *, verify: Callable[[], None], settle: Callable[[], None], stamp: str) -> str:
    """Puts the backup into a database beside, verifies it there, settles what belongs to it, and switches the names.

    Answers the name under which the database that was there is kept, "" where there was none. Raises Trouble when
    `verify` does or when somebody is connected; then everything is as it was. The role must be allowed to make
    databases.
    """
    name = _name()
    beside = f"{name}_restoring"
    with _served() as server:
        _drop(server, beside)
        try:
            _create(server, beside, like=name)
            words = [*PLAIN, "--exit-on-error", f"--dbname={_address(beside)}", str(folder / FILE)]
            with _begun("pg_restore", *words) as run:
                _ended(run)
            with pointed_at(beside):
                _protect()
                verify()
            settle()
            return _switch(server, beside, name, stamp)
        finally:
            _drop(server, beside)


def _switch(server: psycopg.Connection[Any], beside: str, name: str, stamp: str) -> str:
    """Both names change in one transaction, so there is no moment without a desk."""
    connection.close()
    kept = f"{name}_before_{stamp.lower()}" if _exists(server, name) else ""
    rename = SQL("ALTER DATABASE {} RENAME TO {}")
    try:
        with server.transaction():
            if kept:
                server.execute(rename.format(Identifier(name), Identifier(kept)))
            server.execute(rename.format(Identifier(beside), Identifier(name)))
    except psycopg.errors.ObjectInUse as error:
        raise Trouble(
            zh="数据库正在使用，没有切换；请先停掉网页与后台再恢复。",
            en="the database is in use and nothing was switched over; stop web and worker first.",
        ) from error
    return kept


def _protect() -> None:
    """Takes again from the role that restored what the ledger's migration takes from the role that migrates."""
    with connection.schema_editor() as editor:
        import_module("shouwen.ledger.migrations.0002_append_only").forbid(apps, editor)


def _create(server: psycopg.Connection[Any], name: str, *, like: str) -> None:
    """Sorted as the one that it is to replace."""
    row = server.execute("SELECT datcollate, datctype FROM pg_database WHERE datname = %s", [like]).fetchone()
    sorting = SQL(" LC_COLLATE {} LC_CTYPE {}").format(Literal(row[0]), Literal(row[1])) if row else SQL("")
    made = SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(Identifier(name))
    try:
        server.execute(made + sorting)
    except psycopg.errors.InsufficientPrivilege as error:
        raise Trouble(
            zh="这个数据库角色不能新建数据库，无法在旁边恢复；请先执行 ALTER ROLE … CREATEDB。",
            en="this role may not make databases, so nothing can be restored beside; run ALTER ROLE … CREATEDB first.",
        ) from error


def _drop(server: psycopg.Connection[Any], name: str) -> None:
    """Not WITH (FORCE): that wants a right over autovacuum, which a plain DROP ends by itself."""
    ours = "SELECT pg_terminate_backend(pid, %s) FROM pg_stat_activity WHERE datname = %s AND usename = current_user"
    server.execute(ours, [TERMINATE_MS, name])
    server.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))


def _exists(server: psycopg.Connection[Any], name: str) -> bool:
    return server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _served() -> psycopg.Connection[Any]:
    """A connection to the server but not to the database, which may not be there yet or is about to be renamed."""
    return psycopg.connect(_address("postgres"), password=_password(), autocommit=True)


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _password() -> str | None:
    return connection.settings_dict["PASSWORD"] or None


def _address(name: str = "") -> str:
    """The address without its password, which must not be seen among the running programmes."""
    said = connection.settings_dict
    options = {key: value for key, value in said["OPTIONS"].items() if isinstance(value, str)}
    named = {"host": said["HOST"], "port": said["PORT"], "user": said["USER"], "dbname": name or said["NAME"]}
    return make_conninfo(**{key: value for key, value in {**named, **options}.items() if value})


def _begun(programme: str, *words: str) -> "subprocess.Popen[bytes]":
    env = {**os.environ, "PGPASSWORD": _password() or os.environ.get("PGPASSWORD", "")}
    return subprocess.Popen([_found(programme), *words], env=env, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)


def _ended(run: "subprocess.Popen[bytes]") -> None:
    said = run.communicate()[1].decode(errors="replace").strip()
    if run.returncode:
        raise Trouble(zh=f"PostgreSQL 的程序失败：{said}", en=f"a programme of PostgreSQL failed: {said}")


def _found(programme: str) -> str:
    """The programme in the server's version or a later one; an older one refuses to work."""
    with _served() as server:
        wanted = server.info.server_version // 10_000
    beside = Path(PLACES).glob(f"*/bin/{programme}") if Path(PLACES).is_dir() else ()
    for path in filter(None, (shutil.which(programme), *map(str, beside))):
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
        version = re.search(r"(\d+)", said)
        if version and int(version[0]) >= wanted:
            return path
    raise Trouble(
        zh=f"找不到 {wanted} 版或更新的 {programme}；请安装 PostgreSQL {wanted} 的客户端程序。",
        en=f"no {programme} of version {wanted} or later was found; install the client programmes of "
        f"PostgreSQL {wanted}.",
    )
