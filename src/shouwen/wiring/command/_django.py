"""Wakes Django for the commands that need the database."""

import os

import django


def ready() -> None:
    """Guarantees that the apps are loaded. Raises BadSettings when a setting is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.wiring.settings")
    django.setup()
