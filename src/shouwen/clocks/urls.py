"""Addresses of what changes the calendar and moves deadlines."""

from django.urls import path

from shouwen.clocks import pages

app_name = "clocks"

urlpatterns = [
    path("admin/calendar/<int:year>/days", pages.change, name="change"),
    path("admin/calendar/<int:year>/announcement", pages.announce, name="announce"),
    path("admin/calendar/moved", pages.moved, name="moved"),
    path("admin/calendar/moved/more", pages.go_on, name="go_on"),
]
