"""Addresses of customers and of number segments."""

from django.urls import path

from shouwen.customers.pages import customers, segments

app_name = "customers"

urlpatterns = [
    path("customers", customers.find, name="find"),
    path("customers/marks", customers.marks, name="marks"),
    path("customers/<int:pk>", customers.customer, name="customer"),
    path("customers/<int:pk>/change", customers.change, name="change"),
    path("customers/<int:pk>/mark", customers.mark, name="mark"),
    path("customers/<int:pk>/lift", customers.lift, name="lift"),
    path("admin/segments", segments.segments, name="segments"),
    path("admin/segments/add", segments.add, name="segment_add"),
    path("admin/segments/load", segments.load, name="segments_load"),
    path("admin/segments/<str:prefix>/drop", segments.drop, name="segment_drop"),
]
