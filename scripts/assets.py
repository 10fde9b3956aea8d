"""Copies the front-end assets from node_modules into the package. Run again at will: only what changed is written."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from shouwen.web.icons import ICONS  # noqa: E402  (the package may not be installed yet)

MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src" / "shouwen" / "web" / "static" / "vendor"
_SOURCE_MAP = re.compile(rb"/[*/][#@] sourceMappingURL=[^\n*]*(?:\*/)?\s*$")
ICON_SOURCE = MODULES / "@tabler" / "icons" / "icons" / "outline"


def wanted() -> dict[Path, Path]:
    """Answers every vendor file with where it comes from."""
    files = {
        VENDOR / "tabler.min.css": MODULES / "@tabler" / "core" / "dist" / "css" / "tabler.min.css",
        VENDOR / "htmx.min.js": MODULES / "htmx.org" / "dist" / "htmx.min.js",
    }
    return files | {VENDOR / "icons" / f"{name}.svg": ICON_SOURCE / f"{name}.svg" for name in ICONS}


def main() -> int:
    """Answers 0 when everything is in place, 1 after saying what is missing and how to get it."""
    files = wanted()
    missing = sorted(str(source.relative_to(ROOT)) for source in files.values() if not source.exists())
    if missing:
        print("These front-end files are missing; run `npm ci` first:", *missing, sep="\n  ", file=sys.stderr)
        return 1
    copied = sum(_copy(source, target) for target, source in files.items())
    stray = [path for path in VENDOR.rglob("*") if path.is_file() and path not in files]
    for path in stray:
        path.unlink()
    print(f"Front-end assets: {copied} copied, {len(files) - copied} unchanged, {len(stray)} removed.")
    return 0


def _copy(source: Path, target: Path) -> bool:
    """Leaves out the hint at a source map: the map isn't shipped, and hashing static files trips over it."""
    content = _SOURCE_MAP.sub(b"", source.read_bytes())
    if target.exists() and target.read_bytes() == content:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return True


if __name__ == "__main__":
    raise SystemExit(main())
