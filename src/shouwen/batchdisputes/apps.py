from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BatchDisputesConfig(AppConfig):
    name = "shouwen.batchdisputes"
    label = "batchdisputes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shouwen.batchdisputes.models import BatchDispute
        from shouwen.batchdisputes.reads.batch import by_serial
        from shouwen.cases.act import follow_deadline
        from shouwen.clocks import recompute
        from shouwen.tickets import serials
        from shouwen.web.navigation import Entry, register

        recompute.register(partial(follow_deadline, BatchDispute))
        serials.register(by_serial)
        register(
            Entry(name="batches", url_name="batchdisputes:list", icon="coin-yuan", label=_("Batch refunds"), order=57)
        )
