from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "shouwen.customers"
    label = "customers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shouwen.handbook.rights import Right
        from shouwen.web.navigation import Entry, register

        register(
            Entry(
                name="customers",
                url_name="customers:find",
                icon="user",
                label=_("Customers"),
                right=Right.READ_CUSTOMER,
                order=70,
                key="g c",
            ),
            Entry(
                name="segments",
                url_name="customers:segments",
                icon="map-pin",
                label=_("Number segments"),
                right=Right.MANAGE_UNITS,
                group="admin",
                order=40,
            ),
        )
