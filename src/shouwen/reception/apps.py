from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceptionConfig(AppConfig):
    name = "shouwen.reception"
    label = "reception"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shouwen.reception import papers
        from shouwen.reception.pages import found
        from shouwen.web.navigation import Entry, register

        papers.register(found)
        register(
            Entry(name="verify", url_name="reception:verify", icon="shield-check", label=_("Check a form"), order=70)
        )
