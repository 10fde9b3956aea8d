"""Who may do what on paper: the people of the cast, where they stand, and the two rights that not everybody has."""

from dataclasses import dataclass

# Which units lie at or below a place.
UNDER = {
    "YZ": {"YZ", "HL", "QD", "QD1", "QD2", "QDN", "QDS", "WC", "WC1"},
    "QD": {"QD", "QD1", "QD2", "QDN", "QDS"},
    "QD1": {"QD1"},
    "QD2": {"QD2"},
    "WC": {"WC", "WC1"},
    "WC1": {"WC1"},
}
# The branch and its city, for each unit at which people of these tests take complaints in.
BRANCH = {"QD1": ("QD", "清渡"), "QD2": ("QD", "清渡"), "QDN": ("QD", "清渡"), "WC1": ("WC", "望潮")}


@dataclass(frozen=True)
class Person:
    """A member of staff: their unit, the part of the tree they see, their groups, and what only leads may do."""

    unit: str
    place: str
    groups: frozenset[str] = frozenset()
    consents: bool = False
    raises: bool = False
    leads: bool = False


PEOPLE = {
    "clerk": Person("QD1", "QD1"),
    "colleague": Person("QD1", "QD1"),
    "hall_manager": Person("QD1", "QD1", consents=True, raises=True),
    "second_hall_clerk": Person("QD2", "QD2"),
    "network": Person("QDN", "QD", frozenset({"QD-NET"})),
    "network_colleague": Person("QDN", "QD", frozenset({"QD-NET"})),
    "billing": Person("QDS", "QD", frozenset({"QD-BIL", "QD-BO"})),
    "support_lead": Person("QDS", "QD", frozenset({"QD-SQ"}), consents=True, raises=True, leads=True),
    "branch_lead": Person("QD", "QD", consents=True, raises=True),
    "other_clerk": Person("WC1", "WC1"),
    "other_network": Person("WC", "WC", frozenset({"WC-NET", "WC-BO"})),
    "other_lead": Person("WC", "WC", consents=True, raises=True, leads=True),
    "province_desk": Person("YZ", "YZ", frozenset({"YZ-BO"}), consents=True),
}
