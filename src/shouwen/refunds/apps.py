from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RefundsConfig(AppConfig):
    name = "shouwen.refunds"
    label = "refunds"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shouwen.web.navigation import Entry, register

        register(
            Entry(
                name="refunds",
                url_name="refunds:list",
                icon="receipt-refund",
                label=_("Refunds"),
                order=57,
                count_url_name="refunds:count",
            )
        )
