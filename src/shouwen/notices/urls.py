"""Addresses of messages."""

from django.urls import path

from shouwen.notices import pages

app_name = "notices"
urlpatterns = [
    path("messages", pages.listing, name="list"),
    path("messages/count", pages.counter, name="count"),
    path("messages/read", pages.read_all, name="read_all"),
    path("messages/<int:pk>/read", pages.read_one, name="read"),
]
