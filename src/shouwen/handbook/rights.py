"""Everything that a person may be allowed to do. Who may is in `edition/roles.toml`."""

from enum import StrEnum


class Right(StrEnum):
    """One permission. Pages, verbs and the API all name one of these; its words are in `roles.toml`."""

    # Tickets
    INTAKE = "intake"
    READ = "read"
    CONTACT = "contact"
    TRANSFER = "transfer"
    DISPATCH = "dispatch"
    RETURN = "return"
    TAKE = "take"
    HAND_OVER = "hand_over"
    CHASE = "chase"
    ASK_HOLD = "ask_hold"
    RESUME = "resume"
    ANSWER = "answer"
    ARCHIVE = "archive"
    ASK_VOID = "ask_void"
    RAISE = "raise"
    NOTE = "note"
    ATTACH = "attach"
    DECLARE = "declare"
    RECLASSIFY = "reclassify"
    PRINT = "print"
    BULK_TRANSFER = "bulk_transfer"
    EXPORT_EVENTS = "export_events"
    # Managers
    CONSENT = "consent"
    TEAM = "team"
    # Customers
    READ_CUSTOMER = "read_customer"
    WRITE_CUSTOMER = "write_customer"
    REVEAL = "reveal"
    MARK_SENSITIVE = "mark_sensitive"
    # The house
    IMPORT = "import"
    MANAGE_UNITS = "manage_units"
    MANAGE_STAFF = "manage_staff"
    MANAGE_GROUPS = "manage_groups"
    MANAGE_CALENDAR = "manage_calendar"
    MANAGE_INCIDENTS = "manage_incidents"
    MANAGE_TOKENS = "manage_tokens"
    READ_LEDGER = "read_ledger"
    READ_HANDBOOK = "read_handbook"
