"""``putright check`` says whether the virus scan would find anything, before a family's mail has to wait for it."""

from datetime import UTC, datetime

import pytest

from cases import virus
from cases.management.look_at_scan import say_scan
from tests.clamd import ClamdServer, FakeClamd

NOW = datetime(2026, 3, 3, 14, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _ask_anew():
    virus._left_alone.clear()


def _scanner(knows_the_test_file, *, calls_all_harm=False):
    def answer(link):
        link.settimeout(5)
        read = b""
        while not read.endswith(b"\0\0\0\0"):
            read += link.recv(65_536)
        is_harm = calls_all_harm or (knows_the_test_file and b"EICAR" in read)
        link.sendall(b"stream: Test.File FOUND\0" if is_harm else b"stream: OK\0")

    return answer


@pytest.mark.parametrize(
    ("answer", "version", "state", "words"),
    [
        (
            _scanner(knows_the_test_file=True),
            b"ClamAV 1.4.6/1/Mon Mar  2 09:00:00 2026\0",
            "fine",
            "ClamAV 1.4.6 answers",
        ),
        (_scanner(knows_the_test_file=True), b"ClamAV 1.4.6\0", "fine", "knows harm"),
        (_scanner(knows_the_test_file=True), b"ClamAV 1.4.6/1/Mon Feb  2 09:00:00 2026\0", "look", "02 February 2026"),
        (_scanner(knows_the_test_file=False), b"ClamAV 1.4.6\0", "look", "freshclam"),
        (_scanner(knows_the_test_file=True, calls_all_harm=True), b"ClamAV 1.4.6\0", "wrong", "harmless"),
    ],
    ids=["of these days", "says no date", "old signatures", "no signatures", "finds harm in everything"],
)
def test_how_it_stands(settings, answer, version, state, words):
    with FakeClamd(answer, version=version) as fake:
        settings.PUTRIGHT_VIRUS_SCAN = fake.path
        found = say_scan(NOW)
    assert found[0] == state
    assert words in found[1]


@pytest.mark.server
def test_a_real_one_without_signatures_of_the_world(settings):
    with ClamdServer() as server:
        settings.PUTRIGHT_VIRUS_SCAN = server.path
        assert say_scan(NOW)[0] == "look"


@pytest.mark.parametrize(
    ("value", "state", "words"),
    [("none", "look", "Set PUTRIGHT_VIRUS_SCAN"), ("on", "wrong", "no new mail is opened"), ("/nowhere.ctl", "wrong", "Start clamd")],
    ids=["none", "a slip of the pen", "nobody there"],
)  # fmt: skip
def test_without_one(settings, value, state, words):
    settings.PUTRIGHT_VIRUS_SCAN = value
    found = say_scan(NOW)
    assert found[0] == state
    assert words in found[1]
