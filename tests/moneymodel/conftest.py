"""The desks of the bad days, for real processes that move money."""

from tests.baddays.conftest import (  # noqa: F401
    cluster,
    on_postgresql,
    on_sqlite,
    open_desk,
    postgresql_template,
    sqlite_template,
)
