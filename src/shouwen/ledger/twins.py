"""Telling a row that is there already from any other fault: two asked for the same at once, and one was quicker."""

from django.db import IntegrityError, models


def is_twin(error: IntegrityError, model: type[models.Model], constraint: str) -> bool:
    """Whether it was this unique constraint that refused: PostgreSQL names the constraint, SQLite its columns."""
    meta = model._meta
    unique = next(one for one in meta.total_unique_constraints if one.name == constraint)
    columns = ", ".join(f"{meta.db_table}.{meta.get_field(name).column}" for name in unique.fields)
    return f'"{constraint}"' in str(error) or str(error) == f"UNIQUE constraint failed: {columns}"
