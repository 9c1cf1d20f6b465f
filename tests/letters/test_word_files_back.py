"""A letter's real Word file, edited as people edit, comes back whole: every change is found, told, or taken over."""

from dataclasses import replace
from itertools import pairwise

import pytest

from ingest.sandbox.box import Sandbox
from letters.compose import compose
from letters.draft import Channel, Draft
from letters.layout import OUR_LAYOUT
from letters.layout_check import find_layout_faults
from letters.render import render_docx
from letters.word_back import WordBack, read_back
from tests.letters.asking_cases import golden_cases as asking_cases
from tests.letters.cases import golden_cases
from tests.letters.word_edits import (
    cell,
    edit,
    moved,
    own_layout,
    put_before,
    remark,
    row_put_in,
    row_taken_out,
    taken_out,
    text_box,
    tracked,
    tracked_move,
    typed,
)

CASES = golden_cases()
PLAIN = CASES["01-statutory"]
HOME = "14 Mill Lane\nBrackenby\nBK1 2AB"
POSTED = replace(PLAIN, channel=Channel.POST, recipient=replace(PLAIN.recipient, post=HOME))
LETTERS = {
    "by email": (compose(PLAIN), OUR_LAYOUT),
    "by post": (compose(POSTED), OUR_LAYOUT),
    "by post, an address that begins with the name": (
        compose(replace(POSTED, recipient=replace(POSTED.recipient, post=f"{PLAIN.recipient.name}\n{HOME}"))),
        OUR_LAYOUT,
    ),
    "large print": (compose(CASES["14-large-print"]), OUR_LAYOUT),
    "a council's own layout": (compose(PLAIN), own_layout()),
    "a council's own layout, by post": (compose(POSTED), own_layout()),
    "a table": (compose(CASES["05-mixed-four-points"]), OUR_LAYOUT),
    "a form": (compose(asking_cases()["103-consent-advocate-for-a-young-person"]), OUR_LAYOUT),
    "a form in a council's own layout": (
        compose(asking_cases()["103-consent-advocate-for-a-young-person"]),
        own_layout(),
    ),
}
DRAFT = LETTERS["by email"][0]


@pytest.fixture(scope="module")
def read():
    """Read a Word file as the sandbox does."""
    with Sandbox.from_config() as box:
        yield lambda content: box.document("letter.docx", content).text


@pytest.fixture(scope="module")
def hand_in(read):
    """Edit the file of a letter, and read it back."""
    kept: dict[str, tuple[bytes, str]] = {}

    def hand_in(name: str, *changes) -> WordBack:
        draft, layout = LETTERS[name]
        if name not in kept:
            content = render_docx(draft, signer=None, layout=layout)
            kept[name] = (content, read(content))
        content, before = kept[name]
        return read_back(draft, read(edit(content, *changes)), before=before)

    return hand_in


def _boxed(draft: Draft, key: str) -> str:
    p = next(p for p in draft.paragraphs if p.key == key)
    return "\n".join(filter(None, ["\n\n".join(p.text.split("\n")), *(f"- {point}" for point in p.points)]))


def _a_text(draft: Draft):
    return next(p for p in draft.before_signature[1:] if p.text and not p.rows and not p.points and "\n" not in p.text)


def test_the_layout_of_these_tests_is_one_that_a_council_may_have():
    assert list(find_layout_faults(own_layout())) == []


@pytest.mark.parametrize("name", LETTERS)
def test_a_file_that_was_only_saved_changes_nothing(hand_in, name):
    assert hand_in(name) == WordBack(texts={}, left=())


@pytest.mark.parametrize("name", LETTERS)
def test_what_was_typed_over_is_found_in_its_paragraph_and_nothing_else(hand_in, name):
    draft, _ = LETTERS[name]
    changed = _a_text(draft)
    words = f"{changed.text} We will ring you on Friday."
    assert hand_in(name, typed(changed.text, words)) == WordBack(texts={changed.key: words}, left=())


@pytest.mark.parametrize("name", LETTERS)
def test_a_sentence_in_a_paragraph_of_its_own_stays_with_the_one_before_it(hand_in, name):
    draft, _ = LETTERS[name]
    shown = draft.before_signature
    before, after = next((a, b) for a, b in pairwise(shown) if b.title and not a.rows and not a.points)
    found = hand_in(name, put_before(after.title, "Marcus Bell will ring you."))
    assert found.texts == {before.key: f"{_boxed(draft, before.key)}\n\nMarcus Bell will ring you."}
    assert found.left == ()


@pytest.mark.parametrize("name", LETTERS)
def test_a_first_sentence_below_the_greeting_begins_the_letter(hand_in, name):
    draft, _ = LETTERS[name]
    first = draft.before_signature[0]
    found = hand_in(name, put_before(first.text.split("\n")[0], "Thank you for ringing us."))
    assert found == WordBack(texts={first.key: f"Thank you for ringing us.\n\n{_boxed(draft, first.key)}"}, left=())


@pytest.mark.parametrize("name", LETTERS)
def test_a_paragraph_taken_out_with_its_heading_is_emptied(hand_in, name):
    draft, _ = LETTERS[name]
    gone = next(
        p
        for p in draft.before_signature[1:]
        if p.title and p.text and not p.points and not p.rows and "\n" not in p.text
    )
    assert hand_in(name, taken_out(gone.title), taken_out(gone.text)) == WordBack(texts={gone.key: ""}, left=())


@pytest.mark.parametrize("name", LETTERS)
def test_a_heading_alone_taken_out_is_told(hand_in, name):
    draft, _ = LETTERS[name]
    bare = next(p for p in draft.before_signature[1:] if p.title)
    found = hand_in(name, taken_out(bare.title))
    assert found.texts == {}
    assert found.left == (f"“{bare.title}” stands as it was: a heading is changed in the letter's own page.",)


@pytest.mark.parametrize("name", ["by post", "a council's own layout, by post"])
@pytest.mark.parametrize(
    "change", [typed("14 Mill Lane", "15 Mill Lane"), taken_out("14 Mill Lane")], ids=["typed over", "taken out"]
)
def test_the_postal_address_is_not_changed_in_word_and_that_is_told(hand_in, name, change):
    found = hand_in(name, change)
    assert found.texts == {}
    (told,) = found.left
    assert told.startswith("“14 Mill Lane” stands as it was")
    assert told.endswith("names, dates and addresses come from the case.")


def test_a_whole_section_that_was_moved_is_told_and_loses_no_words(hand_in):
    sections = [p for p in DRAFT.before_signature if p.title and p.text and not p.points and "\n" not in p.text]
    first, last = sections[0], sections[-1]
    found = hand_in(
        "by email", moved(last.title, last.text, before=first.title), typed(last.text, f"{last.text} At any time.")
    )
    words = {last.key: f"{last.text} At any time."}
    assert found == WordBack(
        texts=words, left=(f"“{last.title}” was moved. Paragraphs keep their order; its words are taken over.",)
    )


def test_text_moved_under_another_heading_stands_there_and_not_where_it_was(hand_in):
    sections = [p for p in DRAFT.before_signature if p.title and p.text and not p.points and "\n" not in p.text]
    first, last = sections[0], sections[-1]
    found = hand_in("by email", moved(last.text, before=first.text))
    assert found.texts == {first.key: f"{last.text}\n\n{first.text}", last.key: ""}


@pytest.mark.parametrize("name", LETTERS)
def test_changes_that_are_tracked_count_as_made(hand_in, name):
    changed = _a_text(LETTERS[name][0])
    put_in = hand_in(name, tracked(changed.text, put_in="We are sorry."))
    assert put_in == WordBack(texts={changed.key: f"{changed.text} We are sorry."}, left=())
    assert hand_in(name, tracked(changed.text, out="all")) == WordBack(texts={changed.key: ""}, left=())
    other = hand_in(name, tracked(changed.text, out="all", put_in="Quite other words now."))
    assert other == WordBack(texts={changed.key: "Quite other words now."}, left=())


def test_a_point_taken_out_with_changes_tracked_leaves_no_number_behind(hand_in):
    listed = next(p for p in LETTERS["a table"][0].before_signature if len(p.points) > 1)
    found = hand_in("a table", tracked(listed.points[0], out="all"))
    text = [f"- {point}" for point in listed.points[1:]]
    assert found == WordBack(texts={listed.key: "\n".join([*filter(None, [listed.text]), *text])}, left=())


@pytest.mark.parametrize("name", ["by email", "a table"])
def test_a_heading_written_anew_is_told_with_the_words_that_were_typed(hand_in, name):
    draft, _ = LETTERS[name]
    headed = next(p for p in draft.before_signature[1:] if p.title and p.text)
    found = hand_in(name, typed(headed.title, "Quite another heading"))
    assert found.texts == {}
    (told,) = found.left
    assert told.startswith(f"“{headed.title}” stands as it was, and not “Quite another heading”: a heading")


def test_a_section_taken_out_takes_no_words_of_the_one_before_it_along(hand_in):
    shown = LETTERS["by email"][0].before_signature
    before, gone = next(
        (a, b)
        for a, b in pairwise(shown)
        if b.title and b.text and not (a.points or a.rows or b.points or b.rows) and "\n" not in b.text
    )
    changes = (put_before(gone.title, "Marcus Bell will ring you."), taken_out(gone.title), taken_out(gone.text))
    found = hand_in("by email", *changes)
    assert found.texts == {before.key: f"{_boxed(DRAFT, before.key)}\n\nMarcus Bell will ring you.", gone.key: ""}
    assert found.left == ()


def test_a_move_that_is_tracked_stands_once(hand_in):
    sections = [p for p in DRAFT.before_signature if p.title and p.text and not p.points and "\n" not in p.text]
    first, last = sections[0], sections[-1]
    found = hand_in("by email", tracked_move(last.text, before=first.text))
    assert found.texts == {first.key: f"{last.text}\n\n{first.text}", last.key: ""}


@pytest.mark.parametrize("name", LETTERS)
def test_a_remark_in_the_margin_is_told_and_stands_in_no_letter(hand_in, name):
    found = hand_in(name, remark(_a_text(LETTERS[name][0]).text, "Is this so?\nAsk the manager."))
    assert found.texts == {}
    assert "Is this so?" in found.left[0]
    assert "Ask the manager." in " ".join(found.left)
    assert all("remark in the margin" in line for line in found.left)


@pytest.mark.parametrize("name", LETTERS)
def test_the_words_of_a_text_box_are_taken_over_with_the_paragraph_it_stands_in(hand_in, name):
    changed = _a_text(LETTERS[name][0])
    found = hand_in(name, text_box(changed.text, "Free of charge"))
    assert found == WordBack(texts={changed.key: f"{changed.text}\n\nFree of charge"}, left=())


@pytest.mark.parametrize("name", LETTERS)
def test_words_below_the_signature_are_told(hand_in, name):
    found = hand_in(name, put_before("DRAFT - not signed. A name", "PS Please bring the letters with you."))
    assert found.texts == {}
    assert "PS Please bring" in found.left[0]
    assert "outside the letter's paragraphs" in found.left[0]


ROWS = next(p for p in LETTERS["a table"][0].before_signature if p.rows).rows


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param(cell(ROWS[1][-1], "by Christmas"), f"“{ROWS[1][0]}", id="a cell typed over"),
        pytest.param(row_put_in("9", "Another point", "Somebody"), "“9 | Another point", id="a row put in"),
        pytest.param(row_taken_out, f"“{ROWS[-1][0]}", id="a row taken out"),
    ],
)
def test_a_table_stays_as_the_case_makes_it_and_that_is_told(hand_in, change, told):
    found = hand_in("a table", change)
    assert found.texts == {}
    assert any(line.startswith(told) and "a table comes from the case" in line for line in found.left)
