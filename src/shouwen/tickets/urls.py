"""Addresses of tickets."""

from django.urls import path

from shouwen.tickets.pages import bulk, desk, incidents, queues, search, team

app_name = "tickets"
urlpatterns = [
    # Desk, queues, search, team, incidents
    path("", desk.my_desk, name="desk"),
    path("queues", queues.listing, name="queues"),
    path("queues/count", queues.counter, name="queue_count"),
    path("queues/views", queues.save_view, name="save_view"),
    path("queues/views/<int:pk>/drop", queues.drop_view, name="drop_view"),
    path("queues/transfer", bulk.transfer_many, name="transfer_many"),
    path("queues/<int:pk>/take", bulk.take_one, name="take_from_queue"),
    path("search", search.results, name="search"),
    path("team", team.overview, name="team"),
    path("incidents", incidents.listing, name="incidents"),
    path("incidents/<str:code>", incidents.one, name="incident"),
    path("incidents/<str:code>/close", incidents.close, name="close_incident"),
]
