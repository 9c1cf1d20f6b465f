"""How a child shares its time out among the pictures it asks the recogniser about."""

import io

import pytest
from PIL import Image

from config.limits import default_limits
from ingest.documents.surroundings import reading_with
from ingest.sandbox import desk as sandbox_desk
from ingest.sandbox.child import JOBS
from ingest.sandbox.desk import Desk
from ingest.sandbox.wire import read_frame, write_frame
from tests.documents.make_documents import letter_picture

NOW, SECONDS = 1_000.0, 10.0


class Clock:
    """Stand in for the monotonic clock."""

    @staticmethod
    def monotonic():
        return NOW


@pytest.fixture
def answers(monkeypatch):
    monkeypatch.setattr(sandbox_desk, "time", Clock)
    wire = io.BytesIO()
    for _ in range(4):
        write_frame(wire, {"is_whole": True}, b"")
    wire.seek(0)
    return wire


def seconds_given(out):
    """Return for each picture that was asked about how long the recogniser was given."""
    out.seek(0)
    heads = [frame[0] for frame in iter(lambda: read_frame(out), None)]
    return [head["until"] - NOW for head in heads if "recognise" in head]


def picture():
    out = io.BytesIO()
    letter_picture(300, 400, 12).save(out, "PNG")
    return out.getvalue()


def test_a_document_that_stands_alone_has_the_whole_share_of_pictures(answers):
    out = io.BytesIO()
    desk = Desk(answers, out, {"soft_at": NOW + SECONDS}, default_limits())
    with reading_with(desk.surroundings()):
        JOBS["document"](desk, {"filename": "scan.png", "declared_type": ""}, picture(), default_limits())
    assert seconds_given(out) == [pytest.approx(0.85 * SECONDS)]


def test_the_first_of_two_heavy_attachments_leaves_half_of_it_to_the_second(answers):
    out = io.BytesIO()
    desk = Desk(answers, out, {"soft_at": NOW + SECONDS}, default_limits())
    desk.shares_of_pictures = lambda: 2
    for _ in range(2):
        desk.begin_attachment(is_heavy=True)
        desk.surroundings().recognise(Image.new("L", (9, 9)).tobytes(), default_limits())
    assert seconds_given(out) == [pytest.approx(0.425 * SECONDS), pytest.approx(0.85 * SECONDS)]
