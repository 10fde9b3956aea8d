"""On what was measured, in words that name no place of the machine."""

import os
import platform
import sqlite3
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import django
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = ("fsync", "synchronous_commit", "shared_buffers", "jit")


def facts() -> dict[str, str]:
    """Processor, memory, versions, and how safely the database commits."""
    return {
        "Machine": f"{os.cpu_count()} × {_processor()}, {_memory_gib():.1f} GiB, {platform.system()}",
        "Python": f"{platform.python_version()}, Django {django.__version__}",
        "Engine": _engine(),
    }


def conditions() -> dict[str, str]:
    """When, how busy the machine was in the last minute, its pace, and which commit was measured (+ with changes)."""
    now, load = datetime.now(UTC), os.getloadavg()[0]
    told = {"at": f"{now:%Y-%m-%d %H:%M} UTC", "load": f"{load:.1f}", "pace": f"{_pace():.0f} ms"}
    if code := _git("rev-parse", "--short", "HEAD"):
        told["code"] = code + ("+" if _git("status", "--porcelain", "src") else "")
    return told


def _pace() -> float:
    """The milliseconds of processor that a million additions of Python take, by the best of three: the machine's pace.

    The same machine may be three times as fast on another day; times compare only together with it.
    """
    took = []
    for _ in range(3):
        begun, total = time.process_time(), 0
        for number in range(1_000_000):
            total += number
        took.append((time.process_time() - begun) * 1000)
    return min(took)


def _git(*words: str) -> str:
    try:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


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
