from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClausesConfig(AppConfig):
    name = "shouwen.clauses"
    label = "clauses"

    def ready(self) -> None:
        from shouwen.handbook.rights import Right
        from shouwen.web.navigation import Entry, register

        register(
            Entry(
                name="handbook",
                url_name="handbook:contents",
                icon="book-2",
                label=_("Handbook"),
                right=Right.READ_HANDBOOK,
                group="knowledge",
                key="g h",
            )
        )
