"""Addresses of the refunds."""

from django.urls import path

from shouwen.refunds.pages import books, files, monitor, refund

app_name = "refunds"
urlpatterns = [
    path("refunds", monitor.listing, name="list"),
    path("refunds/count", monitor.count, name="count"),
    path("refunds/books", books.overview, name="books"),
    path("refunds/books/compare", books.compare, name="compare"),
    path("refunds/books/months", books.close, name="close_month"),
    path("refunds/books/differences/<int:pk>", books.clear, name="clear"),
    path("refunds/files", files.overview, name="files"),
    path("refunds/files/<int:number>", files.batch, name="batch_file"),
    path("refunds/<int:pk>", refund.one, name="one"),
    path("refunds/<int:pk>/ask", refund.ask, name="ask"),
    path("refunds/<int:pk>/again", refund.again, name="again"),
    path("refunds/<int:pk>/cancel", refund.cancel, name="cancel"),
]
