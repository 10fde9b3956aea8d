from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "shouwen.tickets"
    label = "tickets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shouwen.people import ties
        from shouwen.tickets.reads import unfinished

        ties.register(unit=unfinished.at_unit, staff=unfinished.first_asked_of, group=unfinished.with_group)
