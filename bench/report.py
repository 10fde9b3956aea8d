"""The table, on the screen and in the documentation."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from unicodedata import east_asian_width

from bench.line import Line
from bench.results import Results

HEADS = ("What", "Measured", "Floor", "Ratio", "Aim", "Held")
BEGIN, END = "<!-- bench {mark}: begin -->", "<!-- bench {mark}: end -->"
PLACE = "<!-- bench: more tables -->"
# The aims in short: the lines of these measurements that have an aim, the worst of them for each engine and size.
SHORT = {
    "intake": "Single intake, 8 clients, of the floor",
    "import": "Import, of the floor",
    "lookup": "Look-up by number, slowest p99",
    "pages": "Slowest page, p99",
    "search": "Slowest search, p99",
    "memory": "Largest web process",
}


def plain(facts: Mapping[str, str], lines: Iterable[Line]) -> str:
    """For a terminal, in columns."""
    rows = [HEADS, *map(_cells, lines)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    told = [f"{name}: {value}" for name, value in facts.items()]
    table = ["  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
             for row in rows]  # fmt: skip
    return "\n".join([*told, "", *table])


def write(document: Path, results: Results) -> None:
    """Put the table between its marks in the document, or a new one before the place for more."""
    begin, end = BEGIN.format(mark=results.mark), END.format(mark=results.mark)
    text = document.read_text(encoding="utf-8")
    if begin not in text:
        before, found, after = text.partition(PLACE)
        if not found:
            raise RuntimeError(f"{document.name} has no place for {results.mark}: {PLACE}")
        text = f"{before}### {results.title}\n\n{begin}\n{end}\n\n{PLACE}{after}"
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    document.write_text(f"{before}{begin}\n{_markdown(results)}\n{end}{after}", encoding="utf-8")


def summarize(document: Path, every: Sequence[Results], pictures: Sequence[str] = ()) -> None:
    """Put the aims in short, and the pictures under them, between their marks in the document, where it has them."""
    begin, end = BEGIN.format(mark="aims"), END.format(mark="aims")
    text = document.read_text(encoding="utf-8")
    before, _, rest = text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        return
    rows = [("Aim", *(one.title for one in every)), ("---",) * (len(every) + 1)]
    for name, words in SHORT.items():
        rows.append((words, *(_worst([line for measure, line in one.lines() if measure == name]) for one in every)))
    rows.append(("Every word found", *(_all_held(one, "complete") for one in every)))
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows) if every else ""
    shown = "\n\n".join([table, *pictures])
    document.write_text(f"{before}{begin}\n{shown}\n{end}{after}", encoding="utf-8")


def _worst(lines: Sequence[Line]) -> str:
    """The value that is farthest from its aim, or nearest to it where all are met."""
    aimed = [line for line in lines if line.unit != "times" and line.aim is not None and line.value is not None]
    if not aimed:
        return ""
    worst = max(aimed, key=lambda line: line.missed_by)
    value = f"{worst.value:.2f}" if worst.unit == "share" else f"{worst.value:,.0f} {worst.unit}"
    return f"{value} ({worst.aimed.removesuffix(' of the floor')}): {worst.verdict}"


def _all_held(one: Results, name: str) -> str:
    held = [line.held for measure, line in one.lines() if measure == name]
    return "" if not held else "yes" if all(held) else "NO"


def _markdown(results: Results) -> str:
    told = [f"- {name}: {value}" for name, value in results.facts.items()]
    times: dict[str, list[str]] = {}
    for name, measure in results.measures.items():
        times.setdefault(_when(measure["conditions"]), []).append(name)
    told += [f"- Measured {when}: {', '.join(names)}" for when, names in times.items()]
    rows = [HEADS, ("---",) * len(HEADS), *(_cells(line) for _, line in results.lines())]
    return "\n".join([*told, "", *(f"| {' | '.join(row)} |" for row in rows)])


def _when(conditions: Mapping[str, str]) -> str:
    told = f"{conditions.get('at', '')}, load {conditions.get('load', '?')} in the minute before the end"
    if pace := conditions.get("pace"):
        told += f", pace {pace}"
    return told + (f", commit {conditions['code']}" if "code" in conditions else "")


def _cells(line: Line) -> tuple[str, ...]:
    ratio = "" if line.ratio is None else f"{line.ratio:.2f}" if line.ratio < 10 else f"{line.ratio:.0f}"
    return line.what, line.measured, line.floor, ratio, line.aimed, line.verdict


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
