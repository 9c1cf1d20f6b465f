"""Serve the council's colours and the list of keys."""

import re

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases.desk import desk_council
from review.access import member_of
from review.keys import KEYS

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@login_not_required
@require_safe
def council_css(_request: HttpRequest) -> HttpResponse:
    """Return the council's four colours as a stylesheet; whatever is no colour is left out."""
    brand = desk_council().brand
    values = {"colour": brand.colour, "text": brand.text, "tint": brand.tint, "line": brand.line}
    lines = [f"  --council-{name}: {value};" for name, value in values.items() if COLOUR.fullmatch(value)]
    css = "\n".join([":root {", *lines, "}", ""])
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers={"Cache-Control": "max-age=300"})


@require_safe
def show_shortcuts(request: HttpRequest) -> HttpResponse:
    """Show the list of keys."""
    return render(request, "review/shortcuts.html", {"keys": KEYS})


@require_POST
def switch_keys(request: HttpRequest) -> HttpResponse:
    """Turn single-key shortcuts on or off for this person, or highlights, whichever the form names."""
    member = member_of(request)
    for name in ("keys_on", "highlights_on"):
        if name in request.POST:
            setattr(member, name, request.POST[name] == "yes")
            member.save(update_fields=[name])
    return redirect("review:shortcuts")
