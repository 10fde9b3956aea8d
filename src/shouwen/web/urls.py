"""Addresses of the shell."""

from django.urls import path

from shouwen.web import pages

app_name = "web"

urlpatterns = [
    path("patterns", pages.patterns, name="patterns"),
    path("handbook", pages.handbook, name="handbook"),
    path("handbook/<str:clause>", pages.clause, name="clause"),
    path("prefer", pages.prefer, name="prefer"),
]
