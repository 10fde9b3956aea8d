"""Addresses of the reception."""

from django.urls import path

from shouwen.reception import pages

app_name = "reception"
urlpatterns = [
    path("tickets/<int:pk>/form", pages.reception_form, name="form"),
    path("forms/verify", pages.verify, name="verify"),
]
