import hashlib
import json
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "review" / "static" / "review"
TEMPLATES = Path(__file__).parents[2] / "review" / "templates"
MANIFEST = json.loads((STATIC / "vendor" / "manifest.json").read_text(encoding="utf-8"))
PAGES = sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize(("name", "digest"), sorted(MANIFEST["sha256"].items()))
def test_a_served_file_is_the_one_that_was_vendored(name, digest):
    assert hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == digest


def test_nothing_is_served_that_the_manifest_does_not_name():
    there = {
        path.relative_to(STATIC / "vendor").as_posix() for path in (STATIC / "vendor").rglob("*") if path.is_file()
    }
    assert there - {"manifest.json", "LICENCE.txt"} == set(MANIFEST["sha256"])


def test_each_package_has_its_version_and_licence():
    assert {name: (p["version"], p["licence"]) for name, p in MANIFEST["packages"].items()} == {
        "govuk-frontend": ("6.6.0", "MIT"),
        "@ministryofjustice/frontend": ("11.1.0", "MIT"),
    }


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name)
def test_a_stylesheet_asks_for_nothing_that_is_not_here(path):
    css = path.read_text(encoding="utf-8")
    assert "@font-face" not in css
    assert "GDS Transport" not in css
    for address in re.findall(r"url\(['\"]?([^)'\"]+)", css):
        assert address.startswith("data:") or (path.parent / address).exists()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_a_page_holds_no_inline_script_or_style_and_asks_no_other_host(page):
    html = page.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", html)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_every_form_that_changes_something_carries_its_token(page):
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", page.read_text(encoding="utf-8"), re.DOTALL):
        assert "{% csrf_token %}" in form


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_no_page_trusts_a_strangers_words(page):
    assert not re.search(r"\|safe\b|autoescape off", page.read_text(encoding="utf-8"))
