"""Addresses of the shell."""

from django.urls import path

from shouwen.web import pages

app_name = "web"

urlpatterns = [
    path("patterns", pages.patterns, name="patterns"),
    path("prefer", pages.prefer, name="prefer"),
]
