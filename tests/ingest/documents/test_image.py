import io
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

from config.limits import default_limits
from ingest.documents.ocr import page_from_tsv
from ingest.documents.picture import prepare
from ingest.documents.picture_lines import skew_degrees
from ingest.documents.read import read_document
from ingest.documents.surroundings import Surroundings, reading_with
from ingest.documents.tesseract import Recognised, RecogniserError
from ingest.message import ProblemCode
from tests.documents.make_documents import LETTER, letter_picture, phone_photo

DOCUMENTS = Path(__file__).parents[2] / "documents"
WORDS = [word for line in LETTER for word in line.split()]


def saved(picture, form="PNG", **options):
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def found_share(text):
    """How many of the letter's words are in the text, 0.0 to 1.0."""
    return sum(word in text.split() for word in WORDS) / len(WORDS)


def seeing(tsv):
    return Surroundings(recognise=lambda picture, limits: Recognised(tsv), admit=lambda filename: None)


def row(word, confidence, line=1, paragraph=1):
    return f"5\t1\t1\t{paragraph}\t{line}\t1\t0\t0\t9\t9\t{confidence}\t{word}"


PICTURES = {
    "a phone photo with a shadow, askew": lambda: saved(phone_photo(), "JPEG", quality=70),
    "a clean scan": lambda: saved(letter_picture(), "TIFF"),
    "a page upside down": lambda: saved(letter_picture().rotate(180)),
    "a page on its side": lambda: saved(letter_picture().rotate(90, expand=True)),
    "a photo that says it lies on its side": lambda: saved(
        letter_picture().rotate(90, expand=True), "JPEG", exif=_turned(6)
    ),
    "white words on black": lambda: saved(ImageOps.invert(letter_picture())),
    "a see-through picture": lambda: saved(_see_through()),
    "sixteen bits of grey": lambda: saved(Image.fromarray(np.asarray(letter_picture()).astype(np.uint16) * 200)),
    "a web picture": lambda: saved(letter_picture().convert("RGB"), "WEBP"),
    "a gif": lambda: saved(letter_picture(), "GIF"),
}


def _turned(how):
    exif = Image.Exif()
    exif[0x0112] = how
    return exif


def _see_through():
    letter = letter_picture()
    picture = Image.new("RGBA", letter.size, (0, 0, 0, 0))
    picture.putalpha(ImageOps.invert(letter))
    return picture


@pytest.mark.server
@pytest.mark.parametrize("make", PICTURES.values(), ids=PICTURES.keys())
def test_the_words_of_a_picture_are_read(make):
    document = read_document("page", "", make())
    assert found_share(document.text) >= 0.9
    assert document.confidence > 0.8
    assert document.problems == ()


@pytest.mark.server
def test_each_page_of_a_fax_is_read():
    second = letter_picture(900, 300, 30)
    data = saved(letter_picture(), "TIFF", save_all=True, append_images=[second])
    document = read_document("fax.tif", "", data)
    assert document.pages == 2
    assert document.text.count("Dear Complaints Team") == 2


@pytest.mark.server
def test_a_photo_without_words_is_for_a_persons_eyes():
    (problem,) = read_document("wall.png", "", (DOCUMENTS / "wall.png").read_bytes()).problems
    assert (problem.code, problem.unread) == (ProblemCode.POOR_IMAGE, True)
    assert "look at what it shows" in problem.words


def test_a_spacer_or_icon_is_passed_over_in_silence():
    for size in ((1, 1), (600, 2), (48, 48)):
        document = read_document("dot.gif", "", saved(Image.new("L", size, 255), "GIF"))
        assert (document.text, document.problems) == ("", ())


def test_words_hard_to_read_are_said_to_be():
    with reading_with(seeing("\n".join(row(word, 30) for word in ["he", "said", "he", "would"]))):
        document = read_document("note.png", "", saved(letter_picture(400, 300)))
    assert document.text == "he said he would"
    assert document.confidence == 0.3
    assert document.unclear == ((0, 16),)
    assert [(problem.code, problem.unread) for problem in document.problems] == [(ProblemCode.POOR_IMAGE, True)]


@pytest.mark.parametrize("code", [ProblemCode.NO_READER, ProblemCode.TOO_SLOW, ProblemCode.DAMAGED])
def test_a_recogniser_that_fails_leaves_the_picture_unread(code):
    def recognise(picture, limits):
        raise RecogniserError(code, "A person must read it.")

    with reading_with(Surroundings(recognise=recognise, admit=lambda filename: None)):
        document = read_document("note.png", "", saved(letter_picture(400, 300)))
    assert [(p.code, p.words, p.unread) for p in document.problems] == [(code, "A person must read it.", True)]


def test_more_pages_than_the_limit_are_said():
    frames = [Image.new("L", (300, 300), 255) for _ in range(4)]
    data = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    with reading_with(seeing("\n".join([row("seen", 95)] * 3))):
        document = read_document("fax.tif", "", data, replace(default_limits(), ocr_pages=2))
    assert document.text.split("\n\n") == ["seen seen seen"] * 2
    assert [problem.code for problem in document.problems] == [ProblemCode.TOO_MANY]


def test_a_picture_that_unpacks_to_billions_of_dots_is_refused():
    small = saved(Image.new("1", (60, 60)))
    bomb = small.replace((60).to_bytes(4, "big") * 2, (60_000).to_bytes(4, "big") * 2, 1)
    # The header's checksum is made to fit, so that only the size is wrong.
    bomb = bomb[:29] + zlib.crc32(bomb[12:29]).to_bytes(4, "big") + bomb[33:]
    (problem,) = read_document("bomb.png", "", bomb).problems
    assert (problem.code, problem.unread) == (ProblemCode.TOO_LARGE, True)
    assert "over 120 million" in problem.words


# ---- the parts ----


@pytest.mark.parametrize("angle", [-5.0, -2.4, 0.0, 1.0, 3.6])
def test_how_far_a_page_is_askew_is_found(angle):
    page = letter_picture().rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    assert skew_degrees(page) == pytest.approx(-angle, abs=0.3)


def test_a_small_photo_is_enlarged_and_a_huge_one_made_smaller():
    assert max(prepare(Image.new("L", (500, 700), 255), 12_000_000).size) == 1750
    huge = prepare(Image.new("L", (6000, 8000), 255), 12_000_000)
    assert huge.width * huge.height <= 12_100_000


def test_a_shadow_is_taken_away():
    page = np.asarray(letter_picture(600, 800, 18), dtype=float) * np.linspace(0.4, 1.0, 800)[:, None]
    level = np.asarray(prepare(Image.fromarray(page.astype(np.uint8)), 12_000_000))
    assert np.percentile(level[: len(level) // 3], 50) > 240


LINES = {
    "lines and paragraphs": (
        [row("Dear", 90), row("team", 90), row("Nobody", 90, line=2), row("came", 90, line=1, paragraph=2)],
        "Dear team\nNobody\n\ncame",
    ),
    "a bar for a capital i": ([row("|", 90), row("am", 90), row("|am", 80), row("it", 90)], "I am I am it"),
    "the bar of a table": ([row("Name", 90), row("|", 90), row("Amara", 90)], "Name | Amara"),
    "rows that are no words": (["level\tpage", "4\t1\t1\t1\t1\t0\t0\t0\t9\t9\t-1\t", row(" ", 95)], ""),
}


@pytest.mark.parametrize(("rows", "text"), LINES.values(), ids=LINES.keys())
def test_the_recognisers_table_becomes_lines(rows, text):
    assert page_from_tsv("\n".join(rows)).text == text


def test_unclear_words_are_marked_where_they_stand():
    page = page_from_tsv("\n".join([row("He", 95), row("hjt", 20), row("rne", 30), row("twice", 95)]))
    assert [page.text[start:end] for start, end in page.unclear] == ["hjt rne"]
    assert page.confidence == pytest.approx(0.6)


def test_small_print_is_read_after_enlarging():
    picture = Image.new("L", (900, 120), 255)
    ImageDraw.Draw(picture).text((20, 40), "nobody", font=ImageFont.load_default(14), fill=0)
    assert prepare(picture, 12_000_000).size == (2250, 300)


def test_a_scan_whose_first_picture_is_a_small_one_of_its_page_is_read():
    page = letter_picture()
    data = saved(page.resize((24, 34)), "TIFF", save_all=True, append_images=[page])
    assert found_share(read_document("scan.tif", "image/tiff", data).text) > 0.9
