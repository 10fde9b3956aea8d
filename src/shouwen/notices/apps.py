from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "shouwen.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shouwen.web.navigation import Entry, register

        register(
            Entry(
                name="messages",
                url_name="notices:list",
                icon="bell",
                label=_("Messages"),
                group="",
                slot="messages",
                key="g m",
                count_url_name="notices:count",
            )
        )
