"""The Django application of the shell."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from shouwen.handbook.rights import Right


class WebConfig(AppConfig):
    """Must stand before allauth in INSTALLED_APPS, so that its sign-in pages take our look."""

    name = "shouwen.web"
    label = "web"
    verbose_name = "Web"

    def ready(self) -> None:
        from shouwen.web.navigation import Entry, register

        register(
            Entry(
                name="handbook",
                url_name="web:handbook",
                icon="book-2",
                label=_("Handbook"),
                right=Right.READ_HANDBOOK,
                group="knowledge",
                key="g h",
            )
        )
