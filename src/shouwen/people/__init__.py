"""Units, staff, roles and skill groups; sign-in; and who may see and do what."""
