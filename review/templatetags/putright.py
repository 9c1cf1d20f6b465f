"""Give templates the icons, and values read out of tables; nothing here decides anything."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from review.icons import ICONS, SOLID
from review.keys import KEYS

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return one small picture from our own table, hidden from screen readers."""
    return format_html(
        '<svg class="pr-icon{}" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{}</svg>',
        " pr-icon--solid" if name in SOLID else "",
        mark_safe(ICONS[name]),  # noqa: S308 - a constant of ours, never anybody's words
    )


@register.simple_tag
def all_keys() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the table of keyboard shortcuts, for the dialog that any page may open."""
    return KEYS
