"""The floor of whatever reads: its own statements alone, executed once more over the same driver."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection


@dataclass
class Statements:
    """Every SELECT that was asked inside `with`, with its parameters, to be asked again."""

    said: list[tuple[str, Any]] = field(default_factory=list)

    def __enter__(self) -> "Statements":
        self._hook = connection.execute_wrapper(self._keep)
        self._hook.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._hook.__exit__(*error)

    def _keep(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and not many:
            self.said.append((sql, params))
        return execute(sql, params, many, context)

    def again(self) -> int:
        """Ask all of them again and fetch every row; answers how many. No ORM, no templates: the driver alone."""
        fetched = 0
        with connection.cursor() as cursor:
            for sql, params in self.said:
                cursor.cursor.execute(sql, params)
                while rows := cursor.cursor.fetchmany(1000):
                    fetched += len(rows)
        return fetched
