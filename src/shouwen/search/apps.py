from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "shouwen.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from shouwen.search.folded import teach

        connection_created.connect(teach, dispatch_uid="shouwen.search")
