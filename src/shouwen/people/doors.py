"""The permission table of pages: every address by name, and the right that opens it.

Verbs ask the same rights again when they act. An address that is not here opens for nobody (a house test
finds it first).
"""

from shouwen.handbook.rights import Right

PUBLIC = "public"
SIGNED_IN = "signed-in"

DOORS: dict[str, Right | str] = {
    # Before and around sign-in
    "healthz": PUBLIC,
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "set_language": PUBLIC,
    "web:prefer": PUBLIC,
    "web:patterns": SIGNED_IN,
    "web:handbook": Right.READ_HANDBOOK,
    "web:clause": Right.READ_HANDBOOK,
    # Desk, queues, search, team, incidents, messages
    "tickets:desk": SIGNED_IN,
    "tickets:queues": Right.READ,
    "tickets:queue_count": Right.READ,
    "tickets:save_view": Right.READ,
    "tickets:drop_view": Right.READ,
    "tickets:transfer_many": Right.BULK_TRANSFER,
    "tickets:take_from_queue": Right.TAKE,
    "tickets:search": Right.READ,
    "tickets:team": Right.TEAM,
    "tickets:incidents": Right.READ,
    "tickets:incident": Right.READ,
    "tickets:close_incident": Right.MANAGE_INCIDENTS,
    "notices:list": SIGNED_IN,
    "notices:count": SIGNED_IN,
    "notices:read": SIGNED_IN,
    "notices:read_all": SIGNED_IN,
    # Units, staff and skill groups
    "people:units": Right.MANAGE_UNITS,
    "people:unit_new": Right.MANAGE_UNITS,
    "people:unit": Right.MANAGE_UNITS,
    "people:staff": Right.MANAGE_STAFF,
    "people:person_new": Right.MANAGE_STAFF,
    "people:person": Right.MANAGE_STAFF,
    "people:person_password": Right.MANAGE_STAFF,
    "people:role_give": Right.MANAGE_STAFF,
    "people:role_take": Right.MANAGE_STAFF,
    "people:groups": Right.MANAGE_GROUPS,
    "people:group_new": Right.MANAGE_GROUPS,
    "people:group": Right.MANAGE_GROUPS,
    "people:group_join": Right.MANAGE_GROUPS,
    "people:group_leave": Right.MANAGE_GROUPS,
}
