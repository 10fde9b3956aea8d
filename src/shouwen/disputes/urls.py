"""Addresses of the disputes."""

from django.urls import path

from shouwen.disputes.pages import dispute, inbox, interview, late_fee, listing, live, opening, papers, printing, work

app_name = "disputes"
urlpatterns = [
    path("disputes", listing.listing, name="list"),
    path("disputes/new", opening.new, name="new"),
    # One dispute: its page, the parts that refresh, its papers, the interview, and one address per verb
    path("disputes/<int:pk>", dispute.dispute, name="dispute"),
    path("disputes/<int:pk>/timeline", live.events, name="timeline"),
    path("disputes/<int:pk>/head", live.head, name="head"),
    path("disputes/<int:pk>/standing", live.money, name="standing"),
    path("disputes/<int:pk>/papers/<int:key>", papers.paper, name="paper"),
    path("disputes/<int:pk>/interview", interview.interview, name="interview"),
    path("disputes/<int:pk>/propose", interview.propose, name="propose"),
    *work.URLS,
    # What waits for a signature
    *inbox.URLS,
    # Forms on paper
    *printing.URLS,
    # Late fees
    path("late-fees/new", late_fee.waive, name="late_fee"),
]
