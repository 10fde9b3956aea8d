"""Addresses of the handbook."""

from django.urls import path

from shouwen.clauses import pages, trying

app_name = "handbook"

urlpatterns = [
    path("handbook", pages.contents, name="contents"),
    path("handbook/chapter/<slug:chapter>", pages.chapter, name="chapter"),
    path("handbook/clause/<str:clause>", pages.clause, name="clause"),
    path("handbook/decide/<slug:chapter>", trying.decide, name="decide"),
]
