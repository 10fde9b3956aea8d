"""The writers of customers, their sensitive marks, and the number segments that say where they are at home."""

from shouwen.customers.verbs.records import change, lift_mark, mark_sensitive, register
from shouwen.customers.verbs.segments import drop_segment, set_segments

__all__ = ["change", "drop_segment", "lift_mark", "mark_sensitive", "register", "set_segments"]
