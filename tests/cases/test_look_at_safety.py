"""``putright check`` says whether anybody can be called about danger, before it is needed."""

import dataclasses

import pytest

from cases import safety_net
from cases.desk import desk_council
from cases.management import look_at_safety
from config.council import Contact, Reach, SafetyContacts


@pytest.fixture
def home(settings, tmp_path):
    settings.PUTRIGHT_TEXT_GATEWAY = tmp_path / "text_gateway.toml"
    settings.PUTRIGHT_TEXT_HOSTS = ["sms.council.example"]
    settings.PUTRIGHT_PUBLIC_URL = "https://putright.council.example"
    return tmp_path


@pytest.fixture
def council(monkeypatch):
    """Change who is called."""

    def change(**contacts):
        changed = dataclasses.replace(desk_council(), duty=Contact(), safety=SafetyContacts(**contacts))
        for module in (safety_net, look_at_safety):
            monkeypatch.setattr(module, "desk_council", lambda: changed)

    return change


def _found():
    return [(found.what, found.state.value, found.words) for found in look_at_safety.look_at_safety()]


def _gateway(home, url="https://sms.council.example/"):
    words = f'url = \'{url}\'\nbody = \'{{"to": "$to", "text": "$text"}}\'\n'
    (home / "text_gateway.toml").write_text(words, encoding="utf-8")


def test_all_is_well(home):
    _gateway(home)
    ((what, state, words),) = _found()
    assert (what, state) == ("calls about danger", "fine")
    assert "--test-call" in words


def test_without_a_gateway_it_says_what_then_happens(home):
    ((what, state, words),) = _found()
    assert (what, state) == ("text messages", "look")
    assert "nobody can be called" in words


def test_a_gateway_with_faults_is_wrong(home):
    _gateway(home, "http://sms.council.example/")
    ((what, state, words),) = _found()
    assert (what, state, "https" in words) == ("text messages", "wrong", True)


def test_a_council_without_contacts_is_wrong(home, council):
    council()
    found = [row for row in _found() if row[0] == "calls about danger"]
    assert found[0][1] == "wrong"
    assert "the duty desk or the emergency duty team or the manager" in found[0][2]


def test_one_who_is_missing_is_named(home, council):
    _gateway(home)
    council(duty=Reach(email="d@council.example"), emergency_duty=Reach(text="07700 900999"))
    found = _found()
    assert found[0][1:] == (
        "look", "Nobody can call the manager. Write [safety] into councils/brackenshire.toml (docs/safety.md)."
    )  # fmt: skip
    assert "no number for the duty desk or the manager" in found[1][2]


def test_without_an_address_for_links_it_says_so(home, settings):
    _gateway(home)
    settings.PUTRIGHT_PUBLIC_URL = ""
    assert any("PUTRIGHT_PUBLIC_URL" in words for _, _, words in _found())
