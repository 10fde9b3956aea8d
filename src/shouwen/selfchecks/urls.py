"""Addresses of the day's end and the self-checks."""

from django.urls import path

from shouwen.selfchecks.pages import again, checks, days, files, mine, papers

app_name = "selfchecks"
urlpatterns = [
    path("day", mine.my_day, name="my_day"),
    path("day/hand-in", mine.hand_in, name="hand_in"),
    path("days", days.listing, name="days"),
    path("days/count", days.count, name="days_count"),
    path("days/<int:pk>", days.one, name="day"),
    path("days/<int:pk>/hand-in", again.hand_in_again, name="hand_in_again"),
    path("days/<int:pk>/lines/<int:line>/sign", days.sign_line, name="sign_line"),
    path("days/<int:pk>/lines/<int:line>/return", days.return_line, name="return_line"),
    path("days/<int:pk>/sheet", days.sheet, name="day_sheet"),
    path("checks", checks.listing, name="checks"),
    path("checks/exceptions", checks.exceptions, name="exceptions"),
    path("checks/files", files.listing, name="files"),
    path("checks/<int:pk>", checks.one, name="check"),
    path("checks/<int:pk>/exceptions/<int:number>/clear", checks.clear, name="clear"),
    path("checks/<int:pk>/sign", checks.sign, name="sign_check"),
    path("checks/<int:pk>/again", checks.again, name="again"),
    path("checks/<int:pk>/sheet", papers.sheet, name="check_sheet"),
    path("checks/<int:pk>/workbook", papers.workbook, name="workbook"),
]
