"""Every address of the product. Who may open which stands in `people/doors.py`."""

from allauth.account import views as account
from django.urls import include, path
from django.views.i18n import set_language

from shouwen.wiring.health import healthz, readyz
from shouwen.wiring.metrics.page import metrics

urlpatterns = [
    path("api/v1/", include("shouwen.api.urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("language", set_language, name="set_language"),
    path("account/sign-in/", account.login, name="account_login"),
    path("account/sign-out/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("", include("shouwen.tickets.urls")),
    path("", include("shouwen.reception.urls")),
    path("", include("shouwen.disputes.urls")),
    path("", include("shouwen.batchdisputes.urls")),
    path("", include("shouwen.selfchecks.urls")),
    path("", include("shouwen.refunds.urls")),
    path("", include("shouwen.notices.urls")),
    path("", include("shouwen.web.urls")),
    path("", include("shouwen.people.urls")),
    path("", include("shouwen.calendars.urls")),
    path("", include("shouwen.clauses.urls")),
    path("", include("shouwen.customers.urls")),
    path("", include("shouwen.clocks.urls")),
]

handler400 = "shouwen.web.errors.bad_request"
handler403 = "shouwen.web.errors.forbidden"
handler404 = "shouwen.web.errors.not_found"
handler500 = "shouwen.web.errors.server_error"
