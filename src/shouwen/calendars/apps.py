from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarsConfig(AppConfig):
    name = "shouwen.calendars"
    label = "calendars"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shouwen.handbook.rights import Right
        from shouwen.web.navigation import Entry, register

        register(
            Entry(
                name="calendar",
                url_name="calendars:today",
                icon="calendar",
                label=_("Working days"),
                right=Right.READ_HANDBOOK,
                group="knowledge",
                order=70,
            )
        )
