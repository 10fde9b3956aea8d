from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TicketsConfig(AppConfig):
    name = "shouwen.tickets"
    label = "tickets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shouwen.cases.act import follow_deadline
        from shouwen.clocks import recompute
        from shouwen.customers import beside
        from shouwen.people import ties
        from shouwen.tickets.models import Ticket
        from shouwen.tickets.reads import of_customer, unfinished
        from shouwen.web.navigation import Entry, register

        ties.register(unit=unfinished.at_unit, staff=unfinished.first_asked_of, group=unfinished.with_group)
        beside.register(of_customer.lines)
        recompute.register(partial(follow_deadline, Ticket))
        register(
            Entry(
                name="desk",
                url_name="tickets:desk",
                icon="layout-dashboard",
                label=_("My desk"),
                order=10,
                key="g d",
                slot="home",
            ),
            Entry(name="new", url_name="tickets:new", icon="phone-plus", label=_("Intake"), order=20, slot="new"),
            Entry(
                name="queues",
                url_name="tickets:queues",
                icon="list-check",
                label=_("Queues"),
                order=30,
                key="g q",
                count_url_name="tickets:queue_count",
            ),
            Entry(name="team", url_name="tickets:team", icon="users", label=_("Team"), order=40, key="g t"),
            Entry(name="search", url_name="tickets:search", icon="search", label=_("Search"), order=60, slot="search"),
            Entry(
                name="imports",
                url_name="tickets:imports",
                icon="database-import",
                label=_("Imports"),
                group="admin",
                order=60,
            ),
            Entry(name="incidents", url_name="tickets:incidents", icon="stack-2", label=_("Batch incidents"), order=50),
        )
