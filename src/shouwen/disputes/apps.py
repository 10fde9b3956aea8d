from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisputesConfig(AppConfig):
    name = "shouwen.disputes"
    label = "disputes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shouwen.cases.act import follow_deadline
        from shouwen.clocks import recompute
        from shouwen.customers import beside as beside_customers
        from shouwen.disputes.models import Dispute
        from shouwen.disputes.pages.printing import verified
        from shouwen.disputes.paying import ORIGIN, heard
        from shouwen.disputes.reads import beside, figures
        from shouwen.reception import papers
        from shouwen.refunds import outcomes
        from shouwen.tickets import beside as beside_tickets
        from shouwen.tickets import figures as desk_figures
        from shouwen.tickets import serials
        from shouwen.web.navigation import Entry, register

        outcomes.register(ORIGIN, heard)
        recompute.register(partial(follow_deadline, Dispute))
        beside_customers.register(beside.of_customer)
        beside_tickets.register(beside.of_ticket)
        serials.register(beside.by_serial)
        register(Entry(name="disputes", url_name="disputes:list", icon="scale", label=_("Tariff disputes"), order=55))
        desk_figures.register(figures.of_desk)
        papers.register(verified)
        register(
            Entry(
                name="inbox",
                url_name="disputes:inbox",
                icon="writing-sign",
                label=_("Approvals"),
                order=56,
                key="g a",
                count_url_name="disputes:inbox_count",
            )
        )
