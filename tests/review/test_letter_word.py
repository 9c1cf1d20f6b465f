"""A letter that was changed in Word: what it changes is seen before it is saved, and no other file is taken for it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from cases.services import letters, posting
from letters.draft import Channel
from review.views import letter_word
from tests.cases.stories import a_case, decide, written
from tests.factories import make_member
from tests.ingest.outlook_files import ole

pytestmark = pytest.mark.django_db
NEW = "We got your complaint, and we thank you for it."


@pytest.fixture
def letter(officer):
    return decide(a_case(), officer).letters.get()


def _file(desk, letter, *, change=True):
    """The letter's Word file as somebody hands it in, its first paragraph changed."""
    document = Document(io.BytesIO(desk.get(f"/letters/{letter.pk}/docx").content))
    opening = letter.draft["paragraphs"][0]["text"]
    for paragraph in document.paragraphs:
        if change and paragraph.text == opening:
            paragraph.text = f"{opening} {NEW}"
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def _hand_in(desk, letter, content, name="letter.docx"):
    return desk.post(f"/letters/{letter.pk}/word", {"word": SimpleUploadedFile(name, content)})


def _opening(letter):
    letter.refresh_from_db()
    return letter.draft["paragraphs"][0]["text"]


def test_what_it_changes_is_seen_first_and_saved_by_a_second_press(desk, letter, officer):
    before = _opening(letter)
    answer = _hand_in(desk, letter, _file(desk, letter))
    assert answer.status_code == 200
    assert [p.title for p in answer.context["page"].changes.paragraphs] == ["Opening"]
    assert f"</span>{NEW}</ins>" in answer.content.decode()
    assert _opening(letter) == before
    ((key, text, mark),) = answer.context["page"].boxes
    desk.post(
        f"/letters/{letter.pk}/save",
        {"version": letter.version, f"p:{key}": text, f"was:{key}": mark, "do": "save"},
    )
    assert _opening(letter) == f"{before} {NEW}"
    assert list(letter.editors.all()) == [officer]


def test_a_file_that_changes_nothing_says_so(desk, letter):
    answer = _hand_in(desk, letter, _file(desk, letter, change=False))
    assert "The words in the file are those of the letter" in answer.content.decode()
    assert answer.context["page"].boxes == ()


def test_somebody_who_saved_meanwhile_is_not_overwritten(desk, letter):
    answer = _hand_in(desk, letter, _file(desk, letter))
    ((key, text, mark),) = answer.context["page"].boxes
    version = letter.version
    letters.edit(letter_id=letter.pk, version=version, member=make_member("ann"), texts={key: "Ann's own words."})
    form = {"version": version, f"p:{key}": text, f"was:{key}": mark, "do": "save"}
    assert desk.post(f"/letters/{letter.pk}/save", form).status_code == 409
    assert _opening(letter) == "Ann's own words."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(None, "Choose the Word file you changed", id="no file chosen"),
        pytest.param(b"", "is no Word file", id="an empty file"),
        pytest.param(b"Dear Mrs Harker", "is no Word file", id="plain text"),
        pytest.param(b"%PDF-1.4", "is no Word file", id="a PDF"),
        pytest.param("other", "is not the letter of", id="another letter"),
        pytest.param("locked", "take it off", id="a file locked with a password"),
        pytest.param("half", "save it as a new Word document", id="a file that broke off"),
    ],
)
def test_what_cannot_be_used_is_told_with_the_cure(desk, letter, content, words):
    if content == "other":
        packed = io.BytesIO()
        Document().save(packed)
        content = packed.getvalue()
    content = {"locked": ole({"EncryptionInfo": b"x", "EncryptedPackage": b"x"})}.get(content, content)
    content = _file(desk, letter)[:-4_000] if content == "half" else content
    answer = desk.post(f"/letters/{letter.pk}/word", {}) if content is None else _hand_in(desk, letter, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert answer.context["errors"][0][0] == "word"


def test_a_file_no_letter_is_as_large_as_is_not_opened(desk, letter, monkeypatch):
    monkeypatch.setattr(letter_word, "MOST_BYTES", 1_000)
    monkeypatch.setattr(letter_word.reader, "document", lambda *_: pytest.fail("it was opened"))
    answer = _hand_in(desk, letter, b"x" * 1_001)
    assert (answer.status_code, answer.context["errors"][0][0]) == (422, "word")


def test_a_remark_in_the_margin_and_a_postal_address_are_told_and_not_taken_over(desk, letter, officer):
    home = "14 Mill Lane\nBrackenby\nBK1 2AB"
    posting.choose_channel(letter_id=letter.pk, version=letter.version, member=officer, channel=Channel.POST, post=home)
    assert _hand_in(desk, letter, _file(desk, letter, change=False)).context["page"].left == ()
    document = Document(io.BytesIO(_file(desk, letter)))
    document.add_comment(document.paragraphs[-1].runs, text="Ask Helen first.", author="Priya", initials="P")
    next(p for p in document.paragraphs if p.text == "Brackenby").text = "Brackenbury"
    packed = io.BytesIO()
    document.save(packed)
    page = _hand_in(desk, letter, packed.getvalue()).context["page"]
    assert [key for key, _, _ in page.boxes] == [letter.draft["paragraphs"][0]["key"]]
    assert [line for line in page.left if "Ask Helen first." in line]
    assert [line for line in page.left if "Brackenbury" in line]


def test_a_letter_that_waits_for_a_signature_takes_nothing_back(desk, officer):
    letter = written(a_case(), officer)
    content = desk.get(f"/letters/{letter.pk}/docx").content
    assert "no longer a draft" in _hand_in(desk, letter, content).content.decode()
