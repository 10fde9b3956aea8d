"""Addresses of the calendar."""

from django.urls import path

from shouwen.calendars import pages

app_name = "calendars"

urlpatterns = [
    path("admin/calendar", pages.today, name="today"),
    path("admin/calendar/<int:year>", pages.year, name="year"),
    path("admin/calendar/<int:year>/preview", pages.preview, name="preview"),
]
