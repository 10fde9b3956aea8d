"""Migrations say all that the models say, and stay readable later."""

import ast
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

import shouwen

MIGRATIONS = sorted(Path(shouwen.__file__).parent.glob("*/migrations/[0-9]*.py"))


@pytest.mark.django_db
def test_no_model_changed_without_a_migration() -> None:
    said = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=said)
    assert "No changes" in said.getvalue()


def test_data_migrations_import_nothing_of_the_application() -> None:
    """What a migration imports changes under it; only the shape of old models may be named."""
    for path in MIGRATIONS:
        tree = ast.parse(path.read_text())
        runs_code = any(isinstance(node, ast.Attribute) and node.attr == "RunPython" for node in ast.walk(tree))
        imports = [
            name
            for node in ast.walk(tree)
            for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
            + ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [])
        ]
        assert not runs_code or not any(name.startswith("shouwen") for name in imports), path
