"""The pictures: bars of SVG, drawn from the kept results, readable on light and dark paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import log10
from pathlib import Path

from bench.results import Results

WIDTH, LEFT, RIGHT = 960, 330, 96
BAR, GAP, HEAD, FOOT = 11, 9, 90, 34
STYLE = """
  text { font: 13px system-ui, "Noto Sans CJK SC", sans-serif; fill: #1f2328; }
  .small { font-size: 11px; fill: #59636e; } .title { font-size: 16px; font-weight: 600; }
  .aim { stroke: #cf222e; stroke-width: 1.5; stroke-dasharray: 4 3; } .missed { fill: #cf222e; }
  .grid { stroke: #8c959f; stroke-opacity: .25; }
  .c0 { fill: #9ec5fe; } .c1 { fill: #2f6feb; } .c2 { fill: #ffc680; } .c3 { fill: #e36209; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .small { fill: #9198a1; } .missed { fill: #ff7b72; } .aim { stroke: #ff7b72; }
  }
"""


@dataclass(frozen=True)
class Chart:
    """One picture: which unit it shows, from which power of ten to which, and what is said over and under it."""

    file: str
    unit: str
    low: int
    high: int
    title: str
    note: str

    def at(self, value: float) -> float:
        """Where a value stands, on a scale where each step is ten times the one before."""
        share = (log10(max(value, 10.0**self.low)) - self.low) / (self.high - self.low)
        return LEFT + min(1.0, share) * (WIDTH - LEFT - RIGHT)


CHARTS = (
    Chart(
        "performance-pages.svg", "ms", 0, 4, "99th percentile at the server while complaints come in",
        "milliseconds, each step ten times the one before; shorter is better",
    ),
    Chart(
        "performance-floor.svg", "share", -3, 0, "Share of what the database alone can write",
        "1 is the floor: the same raw rows over the same driver; longer is better",
    ),
    Chart("performance-memory.svg", "MB", 1, 3, "Peak memory of the web processes", "megabytes; shorter is better"),
)  # fmt: skip


def draw(every: Sequence[Results], folder: Path) -> list[str]:
    """Write each picture for which something is known; answers how a document beside the folder shows them."""
    shown = []
    for chart in CHARTS:
        if drawn := _svg(chart, every):
            (folder / chart.file).write_text(drawn, encoding="utf-8")
            shown.append(f"![{chart.title}]({folder.name}/{chart.file})")
    return shown


def _svg(chart: Chart, every: Sequence[Results]) -> str:
    labels: dict[str, list[tuple[int, float, float | None, bool | None]]] = {}
    for number, one in enumerate(every):
        for _, line in one.lines():
            if line.label and line.unit == chart.unit and line.value is not None:
                labels.setdefault(line.label, []).append((number, line.value, line.aim, line.held))
    if not labels:
        return ""
    parts, y = [_legend(chart, every)], float(HEAD)
    for label, bars in labels.items():
        parts.append(_group(chart, label, bars, y))
        y += len(bars) * BAR + GAP
    grid = "".join(_gridline(chart, power, y) for power in range(chart.low, chart.high + 1))
    height = y + FOOT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img" '
        f'aria-label="{escape(chart.title)}">\n<style>{STYLE}</style>\n{grid}\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _gridline(chart: Chart, power: int, end: float) -> str:
    x = f"{chart.at(10.0**power):.0f}"
    line = f'<line class="grid" x1="{x}" x2="{x}" y1="{HEAD}" y2="{end:.0f}"/>'
    return f'{line}<text class="small" x="{x}" y="{end + 14:.0f}" text-anchor="middle">{10.0**power:g}</text>'


def _legend(chart: Chart, every: Sequence[Results]) -> str:
    told = [f'<text class="title" x="12" y="22">{escape(chart.title)}</text>']
    told.append(f'<text class="small" x="12" y="40">{escape(chart.note)}</text>')
    for number, one in enumerate(every):
        x = LEFT + (number % 2) * 280
        top = 50 + number // 2 * 16
        told.append(f'<rect class="c{number}" x="{x}" y="{top}" width="10" height="10"/>')
        told.append(f'<text class="small" x="{x + 15}" y="{top + 9}">{escape(one.title)}</text>')
    return "\n".join(told)


def _group(chart: Chart, label: str, bars: Sequence[tuple[int, float, float | None, bool | None]], y: float) -> str:
    middle = y + len(bars) * BAR / 2 + 4
    told = [f'<text x="{LEFT - 8}" y="{middle:.0f}" text-anchor="end">{escape(label)}</text>']
    line = next((chart.at(aim) for _, _, aim, _ in bars if aim is not None), None)
    for place, (number, value, aim, held) in enumerate(bars):
        top, end = y + place * BAR, chart.at(value)
        missed = ' class="small missed"' if held is False and aim is not None else ' class="small"'
        # A number beside the line of the aim would be crossed by it.
        near = line is not None and 0 <= line - end < 34
        text = f"{value:.2f}" if chart.unit == "share" else f"{value:,.0f}"
        told.append(f'<rect class="c{number}" x="{LEFT}" y="{top:.0f}" width="{end - LEFT:.1f}" height="{BAR - 1}"/>')
        told.append(f'<text{missed} x="{(line if line and near else end) + 5:.1f}" y="{top + 9:.0f}">{text}</text>')
    if line is not None:
        told.append(
            f'<line class="aim" x1="{line:.1f}" x2="{line:.1f}" y1="{y - 2:.0f}" y2="{y + len(bars) * BAR + 1:.0f}"/>'
        )
    return "\n".join(told)
