"""The permission table as a page: `write` makes docs/permissions.md from edition and doors, `check` compares."""

import sys
from pathlib import Path

from shouwen.handbook.load import shipped
from shouwen.handbook.rights import Right
from shouwen.people.doors import DOORS, PUBLIC, SIGNED_IN

PAGE = Path(__file__).resolve().parent.parent / "docs" / "permissions.md"
INTRODUCTION = """\
# Who may do what

Made by `scripts/permissions.py write` from the one table: `handbook/edition/roles.toml`,
`handbook/edition/lifecycle.toml` and `people/doors.py`. `tests/permissions` reads the same files a second
time and asks verbs, pages and API for every role, action, state and ownership.

1. A **duty** is a role at a unit. It gives the role's rights over the part of the tree that the role's scope
   reaches from there: the unit, its branch, or the province.
2. A ticket **exists** for whoever has a duty over its place, for the members of the group that it is with,
   for whom it was first asked of, and for whom it is in hand. For everybody else it is not found (404), and
   so are its files, events, clocks and printed forms.
3. An action **goes through** for whoever holds its right by a duty over the ticket's place, or holds it
   anywhere and has the ticket in hand (their group's, first asked of them, or theirs); otherwise it is
   refused (403).
4. A **move** needs in addition a state that allows it.
5. A customer's record is open at every desk to whoever may read customers: a number may be served anywhere
   (C4.2). Name, number and identity are masked, and it lists only the tickets that exist for the reader.
6. A **token** opens what its person may, as far as its scopes reach, and ends with them.
"""


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION, _roles(), _moves(), _doors("Pages", False), _doors("API", True)]
    return "\n".join(parts)


def _roles() -> str:
    edition = shipped()
    roles = edition.roles
    rows = [f"| {' | '.join(['Right', *(role.en for role in roles.values())])} |", f"|{' --- |' * (len(roles) + 1)}"]
    rows += [f"| {' | '.join(['*reaches*', *(f'*{role.scope}*' for role in roles.values())])} |"]
    for right in Right:
        held = ["yes" if right in role.rights else "" for role in roles.values()]
        rows.append(f"| {' | '.join([f'`{right.value}` {edition.rights[right].en}', *held])} |")
    return "## Roles\n\n" + "\n".join(rows) + "\n"


def _moves() -> str:
    edition = shipped()
    rows = [f"| {' | '.join(['Move', *edition.states, 'leads to'])} |", f"|{' --- |' * (len(edition.states) + 2)}"]
    for code, move in edition.moves.items():
        allowed = ["yes" if state in move.from_ else "" for state in edition.states]
        rows.append(f"| {' | '.join([f'`{code}` {move.en}', *allowed, move.to])} |")
    return "## Moves\n\n" + "\n".join(rows) + "\n"


def _doors(title: str, api: bool) -> str:
    opened: dict[str, list[str]] = {}
    for name, door in DOORS.items():
        if name.startswith("api:") == api:
            opened.setdefault(str(getattr(door, "value", door)), []).append(f"`{name.removeprefix('api:')}`")
    order = [PUBLIC, SIGNED_IN, *(right.value for right in Right)]
    rows = [f"| {door} | {', '.join(sorted(opened[door]))} |" for door in order if door in opened]
    return f"## {title}\n\n| Right | Addresses |\n| --- | --- |\n" + "\n".join(rows) + "\n"


def main() -> int:
    """Writes the page, or says with 1 that it is out of date."""
    if sys.argv[1:] == ["write"]:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if sys.argv[1:] == ["check"]:
        current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
        print("docs/permissions.md is current" if current else "run scripts/permissions.py write")
        return 0 if current else 1
    print("usage: scripts/permissions.py write|check", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
