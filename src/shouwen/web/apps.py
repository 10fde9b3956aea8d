"""The Django application of the shell."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Must stand before allauth in INSTALLED_APPS, so that its sign-in pages take our look."""

    name = "shouwen.web"
    label = "web"
    verbose_name = "Web"
