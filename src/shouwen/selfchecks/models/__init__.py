"""The memory of the day's end and of the self-checks."""

from shouwen.selfchecks.models.check import CheckException, SelfCheck
from shouwen.selfchecks.models.day import Day, DayLine
from shouwen.selfchecks.models.reported import ReportedFile, ReportedRow

__all__ = ["CheckException", "Day", "DayLine", "ReportedFile", "ReportedRow", "SelfCheck"]
