import io
import json
from dataclasses import replace

import pytest

from config.limits import default_limits
from ingest.documents import tesseract
from ingest.documents.tesseract import RecogniserError, has_tesseract, recognise
from ingest.message import ProblemCode
from tests.documents.make_documents import letter_picture

LIMITS = replace(default_limits(), ocr_page_seconds=20)


def page():
    out = io.BytesIO()
    letter_picture().save(out, "PPM")
    return out.getvalue()


@pytest.mark.server
def test_a_page_is_recognised_inside_the_locks():
    assert has_tesseract()
    tsv = recognise(page(), LIMITS)
    words = [line.split("\t")[11] for line in tsv.splitlines()[1:] if line.startswith("5\t")]
    assert words[:3] == ["Dear", "Complaints", "Team,"]


def test_without_tesseract_a_person_is_asked(monkeypatch):
    monkeypatch.setattr(tesseract.shutil, "which", lambda name: None)
    assert not has_tesseract()
    with pytest.raises(RecogniserError, match="not installed") as caught:
        recognise(page(), LIMITS)
    assert caught.value.code is ProblemCode.NO_READER


@pytest.mark.server
def test_what_is_no_picture_is_damage():
    with pytest.raises(RecogniserError) as caught:
        recognise(b"not a picture", LIMITS)
    assert caught.value.code is ProblemCode.DAMAGED


def test_a_page_that_takes_too_long_is_stopped(monkeypatch):
    slow = "import sys; sys.path.insert(0, sys.argv[1]); import time; time.sleep(600)"
    monkeypatch.setattr(tesseract, "_LAUNCH", slow)
    monkeypatch.setattr(tesseract.shutil, "which", lambda name: "/usr/bin/tesseract")
    with pytest.raises(RecogniserError) as caught:
        recognise(page(), replace(default_limits(), ocr_page_seconds=1))
    assert caught.value.code is ProblemCode.TOO_SLOW
    assert "over 1 seconds" in caught.value.words


ESCAPE = """
import json, os, socket
def attempt(what):
    try:
        what()
        return "allowed"
    except OSError as error:
        return error.errno
print(json.dumps({
    "connect": attempt(lambda: socket.create_connection(("127.0.0.1", 9))),
    "fork": attempt(os.fork),
    "write": attempt(lambda: open("putright-escaped", "w")),
    "append": attempt(lambda: open("putright-escaped", "a")),
    "kill": attempt(lambda: os.kill(os.getppid(), 9)),
    "delete": attempt(lambda: os.unlink("putright-escaped")),
}))
"""


def test_the_recogniser_has_no_way_out(monkeypatch):
    monkeypatch.setattr(tesseract, "_ARGUMENTS", ("-ISBc", ESCAPE))
    monkeypatch.setattr(tesseract.shutil, "which", lambda name: "/usr/bin/python3")
    attempts = json.loads(recognise(b"", LIMITS))
    assert set(attempts) == {"connect", "fork", "write", "append", "kill", "delete"}
    assert set(attempts.values()) == {1}


def test_a_machine_that_cannot_lock_the_recogniser_in_is_not_the_pictures_fault(monkeypatch):
    monkeypatch.setattr(tesseract.shutil, "which", lambda name: "/nowhere/tesseract")
    with pytest.raises(RecogniserError, match="could not be started") as caught:
        recognise(page(), LIMITS)
    assert caught.value.code is ProblemCode.NO_READER
