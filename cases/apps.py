"""Name the app that keeps the records."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Tell Django of the records."""

    name = "cases"
    verbose_name = "Cases"
