from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "shouwen.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shouwen.handbook.rights import Right
        from shouwen.people import signing  # noqa: F401  its receivers are connected by being read
        from shouwen.web.navigation import Entry, register

        rows = (
            ("units", "people:units", "sitemap", _("Units"), Right.MANAGE_UNITS, 10),
            ("staff", "people:staff", "users", _("Staff"), Right.MANAGE_STAFF, 20),
            ("groups", "people:groups", "stack-2", _("Skill groups"), Right.MANAGE_GROUPS, 30),
        )
        register(
            *(
                Entry(name=name, url_name=url, icon=icon, label=label, right=right, group="admin", order=order)
                for name, url, icon, label, right, order in rows
            ),
            Entry(
                name="leave",
                url_name="people:leave",
                icon="calendar",
                label=_("Leave and deputy"),
                right=Right.NAME_DEPUTY,
                group="",
                slot="leave",
            ),
        )
