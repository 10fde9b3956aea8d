"""Addresses of tickets."""

from django.urls import path

from shouwen.tickets.pages import (
    bulk,
    chasing,
    desk,
    drafts,
    imports,
    incidents,
    intake,
    judging,
    live,
    papers,
    queues,
    saved_views,
    search,
    team,
    ticket,
    work,
)

app_name = "tickets"
urlpatterns = [
    # Desk, queues, search, team, incidents
    path("", desk.my_desk, name="desk"),
    path("queues", queues.listing, name="queues"),
    path("queues/count", queues.counter, name="queue_count"),
    path("queues/views", saved_views.save_view, name="save_view"),
    path("queues/views/<int:pk>/rename", saved_views.rename_view, name="rename_view"),
    path("queues/views/<int:pk>/drop", saved_views.drop_view, name="drop_view"),
    path("queues/transfer", bulk.transfer_many, name="transfer_many"),
    path("queues/<int:pk>/take", bulk.take_one, name="take_from_queue"),
    path("search", search.results, name="search"),
    path("team", team.overview, name="team"),
    path("incidents", incidents.listing, name="incidents"),
    path("incidents/<str:code>", incidents.one, name="incident"),
    path("incidents/<str:code>/close", incidents.close, name="close_incident"),
    # One ticket: its page, the parts that refresh, its files, and one address per verb
    path("tickets/<int:pk>", ticket.ticket, name="ticket"),
    path("tickets/<int:pk>/timeline", live.events, name="timeline"),
    path("tickets/<int:pk>/clocks", live.running, name="clocks"),
    path("tickets/<int:pk>/head", live.head, name="head"),
    path("tickets/<int:pk>/presence", live.present, name="presence"),
    path("tickets/<int:pk>/files/<int:key>", papers.attachment, name="attachment"),
    path("tickets/<int:pk>/events.jsonl", papers.export_events, name="export_events"),
    *work.URLS,
    # Intake
    path("tickets/new", intake.new, name="new"),
    path("tickets/judge", judging.judge, name="judge"),
    path("tickets/categories", judging.categories, name="categories"),
    path("tickets/new/chase/<int:pk>", chasing.chase, name="chase_instead"),
    # Imports
    path("imports", imports.listing, name="imports"),
    path("imports/<int:pk>", imports.one, name="import"),
    path("imports/<int:pk>/progress", imports.progress, name="import_progress"),
    path("imports/<int:pk>/rejected", imports.rejected, name="import_rejected"),
    path("drafts/<slug:form>", drafts.draft, name="draft"),
]
