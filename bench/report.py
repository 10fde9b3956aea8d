"""The table, on the screen and in the documentation."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from unicodedata import east_asian_width

from bench.line import Line

HEADS = ("What", "Measured", "Floor", "Ratio", "Claim", "Held")
BEGIN, END = "<!-- bench {engine}: begin -->", "<!-- bench {engine}: end -->"


def plain(facts: Mapping[str, str], lines: Sequence[Line]) -> str:
    """For a terminal, in columns."""
    rows = [HEADS, *map(_cells, lines)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    told = [f"{name}: {value}" for name, value in facts.items()]
    table = ["  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
             for row in rows]  # fmt: skip
    return "\n".join([*told, "", *table])


def write(document: Path, engine: str, facts: Mapping[str, str], lines: Sequence[Line]) -> None:
    """Put the table between this engine's marks in the document; what stands around them stays."""
    begin, end = BEGIN.format(engine=engine), END.format(engine=engine)
    text = document.read_text(encoding="utf-8") if document.exists() else f"# Performance\n\n{begin}\n{end}\n"
    before, _, rest = text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise RuntimeError(f"{document.name} has no place for {engine}: {begin} … {end}")
    document.write_text(f"{before}{begin}\n{_markdown(facts, lines)}\n{end}{after}", encoding="utf-8")


def _markdown(facts: Mapping[str, str], lines: Sequence[Line]) -> str:
    told = [f"- {name}: {value}" for name, value in facts.items()]
    rows = [HEADS, ("---",) * len(HEADS), *map(_cells, lines)]
    return "\n".join([*told, "", *(f"| {' | '.join(row)} |" for row in rows)])


def _cells(line: Line) -> tuple[str, ...]:
    ratio = "" if line.ratio is None else f"{line.ratio:.2f}" if line.ratio < 10 else f"{line.ratio:.0f}"
    held = "" if line.held is None else "yes" if line.held else "NO"
    return line.what, line.measured, line.floor, ratio, line.claim, held


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
