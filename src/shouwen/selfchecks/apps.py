from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SelfChecksConfig(AppConfig):
    name = "shouwen.selfchecks"
    label = "selfchecks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shouwen.reception import papers
        from shouwen.selfchecks.pages.papers import verified
        from shouwen.web.navigation import Entry, register

        papers.register(verified)
        register(
            Entry(name="my_day", url_name="selfchecks:my_day", icon="send", label=_("My day"), order=57, key="g e"),
            Entry(
                name="days",
                url_name="selfchecks:days",
                icon="circle-check",
                label=_("Day's end"),
                order=58,
                key="g y",
                count_url_name="selfchecks:days_count",
            ),
            Entry(name="checks", url_name="selfchecks:checks", icon="checks", label=_("Self-checks"), order=59),
        )
