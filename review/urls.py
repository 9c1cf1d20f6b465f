"""List every page."""

from django.urls import URLResolver

urlpatterns: list[URLResolver] = []
