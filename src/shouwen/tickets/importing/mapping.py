"""From a row to what the desk would hand in: columns to fields, words to codes, times to UTC."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import NoReturn
from zoneinfo import ZoneInfo

from shouwen.customers.attribution import clean, stand_in
from shouwen.handbook.batch import HitKind
from shouwen.handbook.classify import classify
from shouwen.handbook.decision import Refused
from shouwen.handbook.edition import Edition
from shouwen.tickets.bulk import STATES, Closing, Imported
from shouwen.tickets.importing import moments
from shouwen.tickets.importing.fields import folded
from shouwen.tickets.importing.reading import Reading
from shouwen.tickets.importing.tables import Row
from shouwen.tickets.situation import Opening

# Fields whose words become codes, and the list of the edition that they come from.
CODED = {
    "grade": "grades",
    "brand": "brands",
    "source": "sources",
    "column": "columns",
    "satisfaction": "satisfactions",
    "root_cause": "root_causes",
    "state": "states",
}
# Fields with a limit of their own in the tables: longer ones are refused rather than cut.
LONGEST = {"name": 80, "province": 20, "city": 20, "contact_phone": 20, "hits": 60}
HITS: tuple[HitKind, ...] = ("cell", "product", "provider", "district")
LONGEST_NUMBER = 70
PLACEHOLDERS = frozenset(("", "-", "--", "无", "空", "null", "none", "n/a", "nan"))


class _Bad(Exception):
    """Carries a refusal out of the mapping of one row."""

    def __init__(self, refused: Refused) -> None:
        self.refused = refused


class Mapper:
    """Maps the rows of one file. Rows without a number of their own are known by their content and its count."""

    def __init__(self, reading: Reading, columns: tuple[str, ...], *, edition: Edition, at: datetime) -> None:
        self.reading, self.columns, self.edition, self.at = reading.fitted(columns), columns, edition, at
        # Without a name of its own a source is known by its columns, which a file of rejected rows shares.
        self.origin = reading.origin or sha256("\x1f".join(columns).encode()).hexdigest()[:8]
        self.zone = ZoneInfo(reading.zone)
        self._places = {
            code: tuple(columns.index(name) for name in names) for code, names in self.reading.columns.items()
        }
        self._seen: Counter[bytes] = Counter()

    def map(self, row: Row) -> Imported | Refused:
        """What the row says, or the refusal that names the column to mend. Nothing is judged here."""
        try:
            return self._map(row)
        except _Bad as bad:
            return bad.refused

    def _map(self, row: Row) -> Imported:
        told = {code: self._text(code, row) for code in (*self._places, *self.reading.defaults)}
        number = self._own_number(told, row)
        text = _joined(told.get("title", ""), told.get("text", ""))
        if not text:
            self._refuse("text-missing")
        coded = {code: self._code(code, told.get(code, "")) for code in CODED}
        column = coded["column"] or "complaint"
        contacted = self._time("contacted_at", told) or self.at
        hits_kind: HitKind = next((kind for kind in HITS if told.get(kind)), "")
        opening = Opening(
            column=column,
            number=self._phone(told, number),
            category=self._category(told, text, column),
            source=coded["source"] or "hotline",
            text=text,
            contacted_at=contacted,
            contact_phone=self._short("contact_phone", told.get("contact_phone", "")),
            evidence=told.get("evidence", ""),
            hits_kind=hits_kind,
            hits=self._short("hits", told.get(hits_kind, "")) if hits_kind else "",
            external_id=f"{self.origin}:{number}",
        )
        closing = self._closing(told, coded)
        state = coded["state"] or ("archived" if closing else "queued")
        if state not in STATES:
            self._refuse("import-value-unknown", column=self._heads("state"), value=told["state"])
        return Imported(
            opening=opening,
            customer=self._customer(told, coded),
            state=state,
            closing=closing,
            root_cause=coded["root_cause"],
        )

    def _text(self, code: str, row: Row) -> str:
        """The field's text: its columns put together, else what holds where the file says nothing."""
        cells = [(self.columns[place], row.cells[place]) for place in self._places.get(code, ())]
        for head, cell in cells:
            if "\x00" in cell or any("\ud800" <= ch <= "\udfff" for ch in cell):
                self._refuse("import-text-unreadable", column=head)
        filled = [(head, cell) for head, cell in cells if cell.casefold() not in PLACEHOLDERS]
        if code == "evidence":
            return "\n".join(f"{head}: {cell}" for head, cell in filled) or self.reading.defaults.get(code, "")
        between = ", " if code == "district" else "\n" if code == "text" else " "
        return between.join(cell for _, cell in filled) or self.reading.defaults.get(code, "")

    def _own_number(self, told: Mapping[str, str], row: Row) -> str:
        given = told.get("external_id", "")
        if given:
            return given if len(given) <= LONGEST_NUMBER - len(self.origin) else sha256(given.encode()).hexdigest()[:40]
        if "external_id" in self._places:
            self._refuse("import-empty", column=self._heads("external_id"))
        content = sha256("\x1f".join(row.cells).encode("utf-8", "surrogatepass")).digest()[:12]
        self._seen[content] += 1
        return f"{content.hex()}-{self._seen[content]}"

    def _phone(self, told: Mapping[str, str], number: str) -> str:
        """The customer's number; where there is none, one that stands in for it and never changes."""
        given = told.get("number", "")
        if not given:
            return stand_in(f"{self.origin}/{told.get('user') or number}")
        cleaned = clean(given)
        if cleaned.trouble:
            self._refuse(cleaned.trouble)
        return cleaned.digits

    def _category(self, told: Mapping[str, str], text: str, column: str) -> str:
        given = told.get("category", "")
        if not given:
            hint = told.get("topic", "")
            return classify(f"{hint} {text}" if hint else text, self.edition, column=column).what
        named = self.reading.values.get("category", {}).get(given, given)
        leaf = self._leaves.get(folded(named))
        if leaf is None:
            self._refuse("import-value-unknown", column=self._heads("category"), value=given)
        return leaf

    def _code(self, code: str, given: str) -> str:
        if not given:
            return ""
        named = self.reading.values.get(code, {}).get(given, given)
        found = self._codes[code].get(folded(named))
        if found is None:
            self._refuse("import-value-unknown", column=self._heads(code), value=given)
        return found

    def _time(self, code: str, told: Mapping[str, str]) -> datetime | None:
        given = told.get(code, "")
        if not given:
            if code in self._places and code == "contacted_at":
                self._refuse("import-empty", column=self._heads(code))
            return None
        read = moments.parse(given, zone=self.zone, order=self.reading.dates)
        if isinstance(read, str):
            self._refuse(read, column=self._heads(code), value=given)
        return read

    def _closing(self, told: Mapping[str, str], coded: Mapping[str, str]) -> Closing | None:
        answer = told.get("answer", "")
        if not answer:
            return None
        at = self._time("answered_at", told)
        if at is None:
            self._refuse("import-empty", column=self._heads("answered_at"))
        return Closing(
            at=at,
            answer=answer,
            course=told.get("course", ""),
            satisfaction=coded["satisfaction"] or "not_stated",
        )

    def _customer(self, told: Mapping[str, str], coded: Mapping[str, str]) -> dict[str, str]:
        known = {code: self._short(code, told.get(code, "")) for code in ("name", "province", "city")}
        known["name"] = known["name"] or self._short("name", told.get("user", ""))
        return {**known, "grade": coded["grade"], "brand": coded["brand"]}

    def _short(self, code: str, text: str) -> str:
        if len(text) > LONGEST[code]:
            self._refuse("import-too-long", column=self._heads(code), most=LONGEST[code], length=len(text))
        return text

    def _heads(self, code: str) -> str:
        return " + ".join(self.reading.columns.get(code, ())) or code

    def _refuse(self, code: str, **facts: object) -> NoReturn:
        raise _Bad(Refused.of(self.edition, code, **facts))

    @cached_property
    def _codes(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for field, group in CODED.items():
            entries = self.edition.groups[group].values()
            found[field] = {folded(name): entry.code for entry in entries for name in (entry.code, entry.zh, entry.en)}
        return found

    @cached_property
    def _leaves(self) -> dict[str, str]:
        """Leaves by code, by path in either language, and by name where only one leaf bears it."""
        tree = self.edition.categories
        counted = Counter(folded(name) for leaf in tree.leaves for name in (leaf.zh, leaf.en))
        found: dict[str, str] = {}
        for leaf in tree.leaves:
            paths = (leaf.code, tree.path_label(leaf.code, "zh"), tree.path_label(leaf.code, "en"))
            single = (name for name in (leaf.zh, leaf.en) if counted[folded(name)] == 1)
            found |= {folded(name): leaf.code for name in (*paths, *single)}
        return found


def _joined(title: str, text: str) -> str:
    return text if not title or text.startswith(title) else f"{title}\n{text}".strip()
