"""Nothing passes for clean that a scanner did not call clean; a scanner that is away or odd is an error with its cure."""

import base64
import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import virus_scan
from ingest.virus_scan import (
    Outcome,
    VirusScanDownError,
    VirusScanError,
    VirusScanFailedError,
    VirusScanner,
    read_address,
)
from tests.clamd import HARM, HARM_NAME, ClamdServer, FakeClamd


def _scanner(address, **fields):
    found = read_address(str(address))
    assert found
    return VirusScanner(address=found, **fields)


@pytest.fixture(scope="module")
def clamd():
    with ClamdServer() as server:
        yield server


@pytest.mark.server
class TestRealScanner:
    """What a real clamd says."""

    @pytest.mark.parametrize("way", ["a socket", "an address"])
    def test_it_is_reached_both_ways(self, clamd, way):
        scanner = _scanner(clamd.path if way == "a socket" else f"127.0.0.1:{clamd.port}")
        verdict = scanner.scan(b"Dear team")
        assert (verdict.outcome, verdict.name, verdict.words) == (Outcome.CLEAN, "", "")
        assert verdict.engine.startswith("ClamAV 1.")

    @pytest.mark.parametrize(
        "data",
        [
            pytest.param(HARM, id="as it is"),
            pytest.param(
                b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + base64.encodebytes(HARM)
                + b"\r\n--b--\r\n",
                id="in an attachment of a mail",
            ),
            pytest.param(b"x" * 900_000 + HARM, id="at the end of something long"),
        ],
    )
    def test_harm_is_named(self, clamd, data):
        verdict = _scanner(clamd.path).scan(data)
        assert (verdict.outcome, verdict.name) == (Outcome.INFECTED, HARM_NAME)

    @pytest.mark.parametrize("size", [0, 1, 262_143, 262_144, 262_145, 1_000_000])
    def test_every_size_is_sent_whole(self, clamd, size):
        assert _scanner(clamd.path).scan(b"a" * size).outcome is Outcome.CLEAN

    def test_what_is_larger_than_it_takes_is_not_scanned_and_says_the_limit(self, clamd):
        verdict = _scanner(clamd.path).scan(b"a" * 8_000_000)
        assert verdict.outcome is Outcome.NOT_SCANNED
        assert "StreamMaxLength" in verdict.words

    def test_many_at_once_get_each_their_own_verdict(self, clamd):
        scanner, found = _scanner(clamd.path), {}

        def ask(number):
            found[number] = scanner.scan(HARM if number % 2 else b"Dear team").outcome

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == {n: Outcome.INFECTED if n % 2 else Outcome.CLEAN for n in range(12)}

    def test_killed_it_is_away_and_started_again_it_is_there(self):
        with ClamdServer() as server:
            scanner = _scanner(server.path)
            server.kill()
            with pytest.raises(VirusScanDownError, match="cannot be reached"):
                scanner.scan(b"Dear team")
            server.start()
            assert scanner.scan(HARM).outcome is Outcome.INFECTED


def _says(words):
    def answer(link):
        # A real one reads first; what is unread when a socket closes would take the answer with it.
        link.settimeout(5)
        read = b""
        while not read.endswith(b"\0\0\0\0"):
            read += link.recv(65_536)
        link.sendall(words)

    return answer


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(b"OK\0", id="the good word alone"),
        pytest.param(b"stream: OK FOUND OK\0", id="both words"),
        pytest.param(b"stream:OK\0", id="nearly"),
        pytest.param(b"stream: ok\0", id="in small letters"),
        pytest.param(b"HTTP/1.1 200 OK\r\n", id="a web server"),
        pytest.param(b"\0", id="nothing"),
        pytest.param(b"stream: OK", id="no end"),
        pytest.param(b"a" * 100_000, id="far too much"),
        pytest.param(b"\xff\xfe\x00\x01\0", id="no text"),
        pytest.param(b"stream: Can't allocate memory ERROR\0", id="its own error"),
        pytest.param(b"UNKNOWN COMMAND\0", id="no such command"),
    ],
)
def test_an_odd_answer_is_no_verdict(words):
    with FakeClamd(_says(words)) as fake, pytest.raises(VirusScanFailedError):
        _scanner(fake.path, seconds=5).scan(b"Dear team")


@given(st.text(max_size=60).filter(lambda words: not words.endswith(": OK")))
def test_only_its_own_words_call_anything_clean(words):
    try:
        verdict = virus_scan._verdict(words, "ClamAV")
    except VirusScanError:
        return
    assert verdict.outcome is not Outcome.CLEAN


def _goes_away(link):
    link.recv(1)


def _stays_silent(link):
    while link.recv(65_536):
        pass


def _trickles(link):
    for _ in range(200):
        link.sendall(b"s")
        threading.Event().wait(0.02)


@pytest.mark.parametrize(
    "answer", [_goes_away, _stays_silent, _trickles], ids=["goes away", "stays silent", "never comes to an end"]
)
def test_a_scanner_that_gives_no_answer_is_waited_for_no_longer_than_told(answer):
    with FakeClamd(answer) as fake, pytest.raises(VirusScanFailedError):
        _scanner(fake.path, seconds=0.3).scan(b"a" * 3_000_000)


def test_one_that_does_not_read_is_waited_for_no_longer_than_told():
    done = threading.Event()

    def hold(link):
        done.wait(20)

    with FakeClamd(hold) as fake:
        with pytest.raises(VirusScanFailedError, match="no answer"):
            _scanner(fake.path, seconds=0.3).scan(b"a" * 3_000_000)
        done.set()


@pytest.mark.parametrize(
    "version",
    [b"\0", b"UNKNOWN COMMAND\0", b"\xff\xff\0", b"1\0", b""],
    ids=["empty", "no command", "no text", "short", "gone"],
)
def test_what_does_not_answer_as_a_scanner_is_none(version):
    with FakeClamd(_says(b"stream: OK\0"), version=version) as fake, pytest.raises(VirusScanDownError):
        _scanner(fake.path, seconds=5).scan(b"Dear team")


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("Win.Test.EICAR_HDB-1", Outcome.INFECTED),
        ("Heuristics.Phishing.Email.SpoofedDomain", Outcome.INFECTED),
        ("Heuristics.Encrypted.Zip", Outcome.NOT_SCANNED),
        ("Heuristics.Limits.Exceeded.MaxFileSize", Outcome.NOT_SCANNED),
    ],
)
def test_what_it_could_only_not_look_into_is_not_called_harmful(name, outcome):
    with FakeClamd(_says(f"stream: {name} FOUND\0".encode())) as fake:
        verdict = _scanner(fake.path).scan(b"Dear team")
    assert verdict.outcome is outcome
    assert bool(verdict.words) == (outcome is Outcome.NOT_SCANNED)


def test_nobody_there_says_what_to_do(tmp_path):
    with pytest.raises(VirusScanDownError, match=r"Start clamd, or set PUTRIGHT_VIRUS_SCAN=none"):
        _scanner(tmp_path / "none.ctl").scan(b"Dear team")


@pytest.mark.parametrize("words", ["", "none", " NONE "])
def test_no_scan_is_asked_for(words):
    assert read_address(words) is None


@pytest.mark.parametrize(
    ("words", "path", "host", "port"),
    [
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl", "", 0),
        ("scan.brackenshire.example:3310", "", "scan.brackenshire.example", 3310),
        ("[::1]:3310", "", "::1", 3310),
    ],
)
def test_where_it_listens(words, path, host, port):
    found = read_address(words)
    assert (found.path, found.host, found.port) == (path, host, port)


@pytest.mark.parametrize("words", ["clamd", "localhost:", ":3310", "localhost:0", "localhost:99999", "on", "None!"])
def test_a_slip_of_the_pen_is_never_taken_for_no_scan(words):
    with pytest.raises(ValueError, match="PUTRIGHT_VIRUS_SCAN"):
        read_address(words)


def test_an_address_that_waits_for_ever_is_given_up():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        with pytest.raises(VirusScanDownError):
            _scanner(f"127.0.0.1:{listener.getsockname()[1]}", seconds=0.3).scan(b"Dear team")
