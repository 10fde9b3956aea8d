"""Addresses of the batches."""

from django.urls import path

from shouwen.batchdisputes.pages import batch, files, listing, opening, work

app_name = "batchdisputes"
urlpatterns = [
    path("batches", listing.listing, name="list"),
    path("batches/new", opening.new, name="new"),
    path("batches/<int:pk>", batch.one, name="batch"),
    path("batches/<int:pk>/live", batch.live, name="live"),
    path("batches/<int:pk>/lists/<int:number>/rejected", files.rejected, name="rejected"),
    path("batches/<int:pk>/papers/<int:number>", files.paper, name="paper"),
    path("batches/<int:pk>/reconciliation.csv", files.reconciliation, name="reconciliation"),
    *work.URLS,
]
