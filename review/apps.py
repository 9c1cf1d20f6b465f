"""Name the app that shows the team its pages."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Tell Django of the pages."""

    name = "review"
    verbose_name = "Review"
