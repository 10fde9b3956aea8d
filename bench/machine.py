"""On what was measured, in words that name no place of the machine."""

import os
import platform
import sqlite3
from pathlib import Path

import django
from django.db import connection

SETTINGS = ("fsync", "synchronous_commit", "shared_buffers", "jit")


def facts() -> dict[str, str]:
    """Processor, memory, versions, how safely the database commits, and how busy the machine was."""
    told = {
        "Machine": f"{os.cpu_count()} × {_processor()}, {_memory_gib():.1f} GiB, {platform.system()}",
        "Python": f"{platform.python_version()}, Django {django.__version__}",
        "Engine": _engine(),
        "Load": f"{os.getloadavg()[0]:.1f} in the minute before the end (two or less: nobody else was at work)",
    }
    return told


def _engine() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}, WAL, synchronous=FULL"
    import psycopg

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0].split()[0]
        settings = []
        for name in SETTINGS:
            cursor.execute(f"SHOW {name}")
            settings.append(f"{name}={cursor.fetchone()[0]}")
    return f"PostgreSQL {version} on the same machine ({', '.join(settings)}), psycopg {psycopg.__version__}"


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.machine()


def _memory_gib() -> float:
    return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
