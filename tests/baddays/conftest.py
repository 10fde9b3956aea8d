"""The desks of these tests: one template per engine, made once; each test gets a copy that it may ruin."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.baddays.cluster import Cluster, initdb
from tests.baddays.desk import Desk

NO_POSTGRESQL = "no initdb of PostgreSQL was found on this machine"
Open = Callable[..., Desk]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL that may be stopped and starved."""
    if initdb() is None:
        pytest.skip(NO_POSTGRESQL)
    made = Cluster()
    yield made
    made.remove()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the small world, to be copied."""
    data = tmp_path_factory.mktemp("template") / "data"
    desk = Desk(data)
    desk.run("migrate")
    desk.python("tests.baddays.world")
    return data


@pytest.fixture(scope="session")
def postgresql_template(tmp_path_factory: pytest.TempPathFactory, cluster: Cluster) -> str:
    """The name of a database with the small world, to be copied."""
    cluster.sql("CREATE DATABASE template_of_desks OWNER shouwen")
    desk = Desk(tmp_path_factory.mktemp("template") / "data", database_url=cluster.url("template_of_desks"))
    desk.run("migrate")
    desk.python("tests.baddays.world")
    return "template_of_desks"


@pytest.fixture
def on_sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Open]:
    """`on_sqlite(SHOUWEN_WORKERS="4")` is a desk on SQLite with the small world in it."""
    opened: list[Desk] = []

    def open_desk(data: Path | None = None, **settings: str) -> Desk:
        place = data or tmp_path / f"desk-{len(opened)}"
        shutil.copytree(sqlite_template, place, dirs_exist_ok=True)
        # Not on the disk that the desk is given: that one may be small.
        opened.append(Desk(place, log=tmp_path / f"desk-{len(opened)}.log", **settings))
        return opened[-1]

    yield open_desk
    for desk in opened:
        desk.kill_all()


@pytest.fixture
def on_postgresql(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """The same on PostgreSQL."""
    opened: list[tuple[Desk, str]] = []
    cluster: Cluster = request.getfixturevalue("cluster")
    template: str = request.getfixturevalue("postgresql_template")

    def open_desk(**settings: str) -> Desk:
        name = f"desk_{uuid4().hex[:12]}"
        cluster.sql(f"CREATE DATABASE {name} TEMPLATE {template} OWNER shouwen")
        # A copied sequence is only logged anew after a checkpoint: crashed before, it would give its numbers twice.
        cluster.sql("CHECKPOINT")
        desk = Desk(tmp_path / f"desk-{len(opened)}", database_url=cluster.url(name), **settings)
        opened.append((desk, name))
        return desk

    yield open_desk
    for desk, name in opened:
        desk.kill_all()
        cluster.sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def open_desk(request: pytest.FixtureRequest) -> Open:
    """A desk on either engine in turn."""
    opener: Open = request.getfixturevalue(f"on_{request.param}")
    return opener
