import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

from bench.reading import distance
from config.limits import default_limits
from ingest.documents import picture as picture_module
from ingest.documents.ocr import read_page
from ingest.documents.picture import prepare
from ingest.documents.picture_ground import even_ground, without_grain
from ingest.documents.picture_lines import lies_on_its_side, skew_degrees, straighten
from ingest.documents.read import read_document
from ingest.documents.surroundings import Surroundings, reading_with
from ingest.documents.tesseract import Recognised, RecogniserError
from ingest.message import ProblemCode
from tests.documents.bad_photos import bad_photo, clean_scan, phone_screen, table_photo, worse_photo
from tests.documents.make_documents import DOCUMENTS, letter_picture

KINDS = {
    "a bad photo": lambda: bad_photo(501),
    "a photo with the table round it": lambda: table_photo(502),
    "bad light, a curled page": lambda: worse_photo(503),
    "a dark telephone": lambda: phone_screen(504),
    "a light telephone": lambda: phone_screen(505, dark=False),
    "a clean scan": lambda: clean_scan(506),
}


@pytest.mark.server
@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS.keys())
def test_at_most_one_letter_in_fifty_is_wrong(make):
    shown = make()
    found = read_document("page.jpg", "", shown.data)
    assert distance(shown.words, found.text) < 0.02 * len(shown.words)
    assert found.confidence > 0.85
    assert found.problems == ()


# ---- the parts ----


def levels(picture):
    return np.asarray(picture, dtype=float)


def share_white(picture):
    return float((levels(picture) > 230).mean())


def test_light_words_in_bubbles_on_a_dark_ground_become_dark_on_white():
    screen = Image.open(io.BytesIO(phone_screen(3).data)).convert("L")
    assert float((levels(screen) > 150).mean()) < 0.1
    assert float((levels(even_ground(screen)) > 150).mean()) > 0.85


def test_half_a_dark_and_half_a_light_screen_are_both_dark_on_white():
    page = letter_picture(1000, 1400, 30)
    both = Image.new("L", (2000, 1400))
    both.paste(page, (0, 0))
    both.paste(ImageOps.invert(page), (1000, 0))
    even = even_ground(both)
    assert share_white(even.crop((50, 50, 950, 1350))) > 0.85
    assert share_white(even.crop((1050, 50, 1950, 1350))) > 0.85


def test_a_hard_shadow_is_taken_away():
    page = levels(letter_picture(1000, 1400, 30))
    page[:, 500:] *= 0.35
    assert share_white(even_ground(Image.fromarray(page.astype(np.uint8)))) > 0.85


def test_a_tiny_picture_is_left_as_it_is_but_for_its_ground():
    assert share_white(even_ground(Image.new("L", (40, 40), 20))) == 1.0


def test_a_clean_page_is_not_smoothed_and_a_grainy_one_is():
    page = letter_picture(1000, 1400, 30)
    assert without_grain(page, is_enlarged=False) == page
    grainy = np.clip(levels(page) + np.random.default_rng(1).normal(-20, 15, (1400, 1000)), 0, 255)
    smooth = without_grain(Image.fromarray(grainy.astype(np.uint8)), is_enlarged=False)
    assert levels(smooth)[1000:, :].std() < 0.5 * grainy[1000:, :].std()


SIDES = {0: False, 90: True, 180: False, 270: True, 4: False, 94: True}


@pytest.mark.parametrize(("turned", "is_on_its_side"), SIDES.items())
def test_a_page_on_its_side_is_told(turned, is_on_its_side):
    page = letter_picture(1240, 1754, 30).rotate(turned, expand=True, fillcolor=255)
    assert lies_on_its_side(page) is is_on_its_side


def framed(page, left=0, right=0, top=0):
    """Return a page with the dark of a table at its sides."""
    page.paste(30, (0, 0, left, page.height))
    page.paste(30, (page.width - right, 0, page.width, page.height))
    page.paste(30, (0, 0, page.width, top))
    return page


FRAMES = {"one side": {"right": 90}, "both sides": {"left": 60, "right": 90}, "a corner": {"left": 40, "top": 60}}


@pytest.mark.parametrize("turned", [0, 90], ids=["upright", "on its side"])
@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES.keys())
def test_the_dark_around_a_page_is_not_taken_for_its_lines(frame, turned):
    page = letter_picture(1240, 1754, 30).rotate(turned, expand=True, fillcolor=255)
    assert lies_on_its_side(framed(page, **frame)) is (turned == 90)
    assert abs(skew_degrees(framed(letter_picture(1240, 1754, 30), **frame))) < 0.3


def test_the_small_print_of_a_small_page_is_not_rubbed_out():
    page = letter_picture(600, 850, 14)
    grainy = np.clip(levels(page) + np.random.default_rng(1).normal(-20, 15, (850, 600)), 0, 255)
    large = Image.fromarray(grainy.astype(np.uint8)).resize((2400, 3400), Image.Resampling.BICUBIC)
    small = large.resize((1500, 2125), Image.Resampling.BICUBIC).crop((0, 0, 1500, 1900))
    kept = levels(without_grain(small, is_enlarged=True)).min() - levels(small).min()
    assert kept < levels(without_grain(large, is_enlarged=True)).min() - levels(large).min()


def test_lines_that_are_bows_are_laid_level():
    page = Image.new("L", (1200, 1600), 255)
    draw = ImageDraw.Draw(page)
    for number in range(24):
        draw.text(
            (80, 100 + 56 * number), "nobody came to the visit on Tuesday " * 2, font=ImageFont.load_default(28), fill=0
        )
    bowed = np.full((1600, 1200), 255, dtype=np.uint8)
    for x in range(1200):
        down = round(40 * np.sin(np.pi * x / 1200))
        bowed[down:, x] = levels(page)[: 1600 - down, x]
    # Where lines are level, whole rows between them are empty.
    assert _empty_rows(Image.fromarray(bowed)) < 100
    assert _empty_rows(straighten(Image.fromarray(bowed))) > 250


def _empty_rows(picture):
    ink = levels(picture.filter(ImageFilter.GaussianBlur(1)))[150:1400, 100:1100] < 128
    return int((ink.sum(axis=1) == 0).sum())


def test_a_page_without_words_stays_as_it_is():
    blank = Image.new("L", (900, 1200), 255)
    assert straighten(blank) == blank


# ---- forms of picture ----


def saved(picture, form, **options):
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


FORMS = {
    "an iPhone photo": (DOCUMENTS / "letter.heic").read_bytes,
    "avif": lambda: saved(letter_picture().convert("RGB"), "AVIF", quality=60),
    "jpeg 2000": lambda: saved(letter_picture(), "JPEG2000"),
    "four colours of a printer": lambda: saved(letter_picture().convert("CMYK"), "JPEG"),
    "a progressive jpeg": lambda: saved(letter_picture(), "JPEG", progressive=True),
    "two photos in one jpeg": lambda: saved(letter_picture(), "MPO", save_all=True, append_images=[letter_picture()]),
    "few colours": lambda: saved(letter_picture().convert("P"), "PNG"),
    "one bit": lambda: saved(letter_picture().convert("1"), "TIFF", compression="group4"),
    "a fax": lambda: saved(letter_picture().convert("1"), "TIFF", compression="group3"),
    "a windows picture": lambda: saved(letter_picture(), "BMP"),
}


@pytest.mark.server
@pytest.mark.parametrize("make", FORMS.values(), ids=FORMS.keys())
def test_every_form_of_picture_is_read(make):
    found = read_document("photo", "", make())
    assert "Dear Complaints Team," in found.text
    assert found.problems == ()


@pytest.mark.server
def test_what_is_there_of_a_cut_off_photo_is_read_and_the_cut_is_said():
    whole = saved(letter_picture(), "JPEG")
    found = read_document("photo.jpg", "", whole[: len(whole) * 7 // 10])
    assert "Dear Complaints Team," in found.text
    assert [(problem.code, problem.unread) for problem in found.problems] == [(ProblemCode.DAMAGED, True)]
    assert "what is left of it was read" in found.problems[0].words


def test_a_picture_that_is_nothing_but_its_first_bytes_is_damaged():
    for form in ("JPEG", "PNG", "TIFF", "GIF", "WEBP"):
        (problem,) = read_document("photo", "", saved(letter_picture(300, 400, 12), form)[:60]).problems
        assert (problem.code, problem.unread) == (ProblemCode.DAMAGED, True)


ROW = "5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t95\tseen"


def fax(count):
    pages = [letter_picture(300 + number, 400, 12) for number in range(count)]
    return saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])


def test_the_pages_of_a_fax_that_there_is_no_time_for_are_said():
    asked = []

    def recognise(picture, limits):
        asked.append(1)
        return Recognised("\n".join([ROW] * 4))

    world = Surroundings(recognise=recognise, admit=lambda name: None, seconds_left=lambda: 1.0 - len(asked) / 2)
    with reading_with(world):
        found = read_document("fax.tif", "", fax(4))
    assert (found.text, found.pages) == ("seen seen seen seen\n\nseen seen seen seen", 4)
    assert [problem.code for problem in found.problems] == [ProblemCode.UNFINISHED]
    assert "only the first 2 were read" in found.problems[0].words


def test_a_page_of_a_fax_that_fails_does_not_cost_the_others():
    answers = iter([RecogniserError(ProblemCode.TOO_SLOW, "Too slow."), None])

    def recognise(picture, limits):
        error = next(answers)
        if error:
            raise error
        return Recognised("\n".join([ROW] * 4))

    with reading_with(Surroundings(recognise=recognise, admit=lambda name: None)):
        found = read_document("fax.tif", "", fax(2))
    assert found.text == "seen seen seen seen"
    assert [problem.words for problem in found.problems] == ["Page 1: Too slow."]


def test_a_picture_with_more_colours_than_memory_is_refused():
    tight = replace(default_limits(), memory_bytes=1_000_000)
    (problem,) = read_document("photo.png", "", saved(letter_picture().convert("RGB"), "PNG"), tight).problems
    assert problem.code is ProblemCode.TOO_LARGE


def test_only_a_doubtful_page_is_tried_the_other_way_up():
    asked = []

    def recognise(picture, limits):
        asked.append(picture)
        return Recognised("\n".join([ROW] * 4))

    with reading_with(Surroundings(recognise=recognise, admit=lambda name: None)):
        read_page(letter_picture(), default_limits())
    assert len(asked) == 1


# ---- what was read is kept ----


def rows(*words, percent=95):
    return "\n".join(f"5\t1\t1\t1\t1\t{at}\t0\t0\t9\t9\t{percent}\t{word}" for at, word in enumerate(words, 1))


def answering(*answers):
    """Return a world whose recogniser gives these answers, and those pictures it was asked about."""
    asked = []

    def recognise(picture, limits):
        asked.append(picture)
        answer = answers[min(len(asked), len(answers)) - 1]
        if isinstance(answer, RecogniserError):
            raise answer
        return answer if isinstance(answer, Recognised) else Recognised(answer)

    return Surroundings(recognise=recognise, admit=lambda name: None), asked


NO_TIME = RecogniserError(ProblemCode.UNFINISHED, "The time was over.")
WEAK = rows("he", "hurt", "them", "again", percent=45)
FAILURES = {
    "no time": NO_TIME,
    "too slow": RecogniserError(ProblemCode.TOO_SLOW, "Too slow."),
    "the recogniser broke": RecogniserError(ProblemCode.DAMAGED, "Broken."),
}


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES.keys())
def test_a_weak_page_keeps_its_words_when_it_cannot_be_tried_the_other_way_up(failure):
    world, asked = answering(WEAK, failure)
    with reading_with(world):
        found = read_document("page.png", "", saved(letter_picture(), "PNG"))
    assert len(asked) == 2
    assert found.text == "he hurt them again"
    assert [(problem.code, problem.unread) for problem in found.problems] == [
        (ProblemCode.UNFINISHED, True),
        (ProblemCode.POOR_IMAGE, True),
    ]
    assert found.problems[0].words.startswith("The picture may stand on its head")


def test_what_was_recognised_of_a_picture_before_the_time_was_over_is_kept():
    world, asked = answering(Recognised(rows("Dear", "Sir", "I", "wish"), is_whole=False))
    with reading_with(world):
        found = read_document("page.png", "", saved(letter_picture(), "PNG"))
    assert (found.text, len(asked)) == ("Dear Sir I wish", 1)
    assert [(problem.code, problem.unread) for problem in found.problems] == [(ProblemCode.UNFINISHED, True)]
    assert found.problems[0].words.startswith("The time was over before the foot of the picture was reached")


@pytest.mark.parametrize(
    ("name", "form", "where"), [("f.tif", "TIFF", "of page 2"), ("s.pdf", "PDF", "of the picture on page 2")]
)
def test_a_page_whose_foot_was_not_reached_is_named(name, form, where):
    world, _ = answering(rows(*["seen"] * 4), Recognised(rows(*["half"] * 4), is_whole=False), NO_TIME)
    pages = [letter_picture(700 + number, 900, 12) for number in range(3)]
    with reading_with(world):
        found = read_document(name, "", saved(pages[0], form, save_all=True, append_images=pages[1:]))
    assert found.text == "seen seen seen seen\n\nhalf half half half"
    assert any(f"before the foot {where} was reached" in problem.words for problem in found.problems)


UPSIDE_DOWN = {
    "clearer on its head": (Recognised(WEAK, is_whole=False), rows("I", "want", "an", "answer"), "I want an answer"),
    "not clearer on its head": (Recognised(WEAK, is_whole=False), rows("uo", "pue", percent=30), "he hurt them again"),
    "few words of it on its head, and clear": (WEAK, Recognised(rows("I", "want"), is_whole=False), "I want"),
}


def test_a_page_wrongly_taken_to_lie_on_its_side_is_read_as_it_was_given(monkeypatch):
    monkeypatch.setattr(picture_module, "lies_on_its_side", lambda grey: True)
    world, asked = answering(rows("uo", "pue", "s1y", percent=20), rows("Dear", "team", "nobody", "came"))
    with reading_with(world):
        assert read_page(letter_picture(), default_limits()).text == "Dear team nobody came"
    assert len(asked) == 2


def test_of_two_doubtful_readings_the_one_with_more_clear_words_is_kept():
    clear = "\n".join([rows("he", "hurt", "them"), rows("uo", "pue", percent=10)])
    world, _ = answering(clear, rows(*["snow1", "yp1s"] * 20, percent=50))
    with reading_with(world):
        assert read_page(letter_picture(), default_limits()).text.startswith("he hurt them")


@pytest.mark.parametrize(("first", "second", "text"), UPSIDE_DOWN.values(), ids=UPSIDE_DOWN.keys())
def test_pages_of_which_only_a_part_was_read_are_compared_by_how_clear_they_are(first, second, text):
    world, _ = answering(first, second)
    with reading_with(world):
        assert read_page(letter_picture(), default_limits()).text == text


def test_the_pages_of_a_fax_that_could_not_be_tried_the_other_way_up_are_named():
    world, _ = answering(rows(*["seen"] * 4), WEAK, FAILURES["too slow"], rows(*["last"] * 4))
    pages = [letter_picture(700 + number, 900, 12) for number in range(3)]
    with reading_with(world):
        found = read_document("fax.tif", "", saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    assert found.text.split("\n\n")[1:] == ["he hurt them again", "last last last last"]
    assert found.problems[0].words.startswith("Page 2 may stand on its head")


def test_when_the_time_for_pictures_is_over_the_pages_left_are_said_in_one_line_and_not_prepared():
    world, asked = answering("\n".join([ROW] * 4), NO_TIME)
    with reading_with(world):
        found = read_document("fax.tif", "", fax(4))
    assert len(asked) == 2
    assert found.text == "seen seen seen seen"
    assert [problem.words for problem in found.problems] == ["Pages 2-4: The time was over."]


def test_when_the_time_for_pictures_is_over_the_pages_left_of_a_pdf_are_said_in_one_line():
    world, asked = answering(rows(*["seen"] * 4), NO_TIME)
    pages = [letter_picture(700 + number, 900, 12) for number in range(4)]
    with reading_with(world):
        found = read_document("scan.pdf", "", saved(pages[0], "PDF", save_all=True, append_images=pages[1:]))
    assert len(asked) == 2
    assert found.text == "seen seen seen seen"
    assert [problem.words for problem in found.problems] == [
        "The picture on pages 2-4 was not read. The time was over."
    ]


def test_a_scanned_page_of_a_pdf_keeps_its_words_when_it_cannot_be_tried_the_other_way_up():
    world, _ = answering(WEAK, NO_TIME)
    with reading_with(world):
        found = read_document("scan.pdf", "", saved(letter_picture(), "PDF"))
    assert found.text == "he hurt them again"
    assert found.problems[0].code is ProblemCode.UNFINISHED
    assert "page 1 may stand on its head" in found.problems[0].words


def test_a_page_without_a_word_is_not_tried_the_other_way_up():
    world, asked = answering("")
    with reading_with(world):
        read_document("wall.png", "", saved(letter_picture(), "PNG"))
    assert len(asked) == 1


# ---- scraps ----

SCRAPS = {
    "leaves": (["ae", "Ft", "TIEE", "eo"], 30, ""),
    "one clear letter": (["W", "x"], 35, ""),
    "a weak note": (["he", "said", "he", "would"], 30, "he said he would"),
    "a weak name": (["Amara", "Okafor"], 45, "Amara Okafor"),
    "a clear word": (["STOP"], 92, "STOP"),
}


@pytest.mark.parametrize(("words", "percent", "text"), SCRAPS.values(), ids=SCRAPS.keys())
def test_the_scraps_of_a_photo_are_no_words_and_weak_words_are(words, percent, text):
    world, _ = answering(rows(*words, percent=percent))
    with reading_with(world):
        found = read_document("photo.png", "", saved(letter_picture(300, 300, 12), "PNG"))
    assert found.text == text
    assert [problem.code for problem in found.problems] == [ProblemCode.POOR_IMAGE] * (percent < 60)
    assert all(("look at what it shows" in problem.words) is not bool(text) for problem in found.problems)


def test_one_clear_word_among_scraps_keeps_them_all():
    world, _ = answering("\n".join([rows("ae", "Ft", "eo", percent=10), rows("help")]))
    with reading_with(world):
        found = read_document("photo.png", "", saved(letter_picture(300, 300, 12), "PNG"))
    assert "help" in found.text


# ---- pale print ----


def test_pale_thin_print_is_not_turned():
    page = Image.new("L", (2480, 3508), 255)
    draw = ImageDraw.Draw(page)
    for number in range(40):
        draw.text((200, 300 + 70 * number), "nobody came to the visit " * 3, font=ImageFont.load_default(34), fill=205)
    assert abs(skew_degrees(page)) < 0.3
    askew = page.rotate(3, Image.Resampling.BICUBIC, fillcolor=255)
    assert skew_degrees(askew) == pytest.approx(-3, abs=0.3)


def test_where_no_ink_is_seen_nothing_is_turned():
    assert abs(skew_degrees(Image.new("L", (900, 1200), 255))) < 0.01


def test_a_picture_saved_with_sixteen_levels_of_black_is_made_light_and_not_turned():
    dark = letter_picture(1240, 1754, 30).point([level // 15 for level in range(256)])
    ready = prepare(dark, 12_000_000)
    assert share_white(ready) > 0.85
    assert abs(skew_degrees(ready)) < 0.3
