"""The page that tells who may do what is made from the table, and as new as it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_permissions_is_as_new_as_the_table() -> None:
    ran = subprocess.run([sys.executable, "scripts/permissions.py", "check"], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
