"""The pages of administration: units, staff and skill groups."""
