"""The letters' words are checked as a whole, and every fault names its file and its cure."""

import shutil

import pytest

from classify.labels import Reason
from letters.conditions import CASE_CONDITIONS, POINT_CONDITIONS, SAID
from letters.draft import LetterId
from letters.errors import TemplateError
from letters.forbidden import forbidden
from letters.point_values import POINT_VALUES
from letters.readability import count_syllables
from letters.values import CASE_VALUES, LISTS, PLACEHOLDER
from letters.words import HOME, load_words

WORDS = load_words()


def faults_after(tmp_path, file, find, new):
    home = tmp_path / "templates"
    shutil.copytree(HOME, home)
    text = (home / file).read_text(encoding="utf-8")
    assert find in text
    (home / file).write_text(text.replace(find, new, 1), encoding="utf-8")
    with pytest.raises(TemplateError) as raised:
        load_words(home)
    return raised.value.faults


def test_every_letter_and_every_reason_has_words():
    assert set(WORDS.letters) == set(LetterId)
    assert set(WORDS.reasons) == set(Reason)
    assert all(WORDS.letters.values())


@pytest.mark.parametrize(
    ("file", "find", "new", "fault"),
    [
        pytest.param(
            "shared/opening.toml", "{received_on}", "{recieved_on}", "{recieved_on} is not known", id="a value"
        ),
        pytest.param(
            "shared/opening.toml", '"any_in_scope"', '"anything"', "'anything' is not known", id="a condition"
        ),
        pytest.param("shared/opening.toml", 'points = "points"', 'points = "dots"', "'dots' is not known", id="a list"),
        pytest.param("shared/opening.toml", "satisfies", "satisfy", "satisfy: is not known", id="a key"),
        pytest.param(
            "shared/opening.toml", "{received_on}", "{reply_on}", "{reply_on} is not known", id="a point's value"
        ),
        pytest.param(
            "L09/letter.toml", 'each = "alike"', 'each = "pair"', "each 'pair' is not known", id="how often it stands"
        ),
        pytest.param(
            "L04/letter.toml", "points_table", "point_tables", "rows 'point_tables' is not known", id="a table"
        ),
        pytest.param("L08/letter.toml", '"reply_awaited"', '"late"', "condition 'late' is not known", id="an offer"),
        pytest.param("L01/letter.toml", '"opening", ', '"openning", ', "openning: is no paragraph", id="a paragraph"),
        pytest.param("L02/letter.toml", '"not_ours", ', "", "not_ours: is written but not", id="a forgotten paragraph"),
        pytest.param("L03/letter.toml", "paragraphs = ", "paragraf = ", "paragraphs: is empty", id="the order"),
        pytest.param(
            "shared/reasons.toml", "[efd_vexatious]", "[efd_vex]", "efd_vexatious.why: is missing", id="a reason"
        ),
    ],
)
def test_a_slip_is_found_when_the_words_are_loaded(tmp_path, file, find, new, fault):
    assert any(fault in one for one in faults_after(tmp_path, file, find, new))


def test_the_version_changes_with_any_word(tmp_path):
    home = tmp_path / "templates"
    shutil.copytree(HOME, home)
    assert load_words(home).version == WORDS.version
    file = home / "shared" / "rights.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("free", "gratis", 1), encoding="utf-8")
    assert load_words.__wrapped__(home).version != WORDS.version


def test_no_condition_or_value_is_there_for_nothing():
    paragraphs = [p for letter in WORDS.letters.values() for p in letter]
    named = {n.removeprefix("not ") for p in paragraphs for n in (*p.when, *(w for s in p.sentences for w in s.when))}
    named |= {name.removeprefix("not ") for head in WORDS.heads.values() for name in head.offered}
    assert set(CASE_CONDITIONS) | set(POINT_CONDITIONS) <= named
    used = {
        n for p in paragraphs for text in (p.title, *(s.text for s in p.sentences)) for n in PLACEHOLDER.findall(text)
    }
    # Not used now, but there for whoever changes the words.
    spare = {"council_name", "written_on"}
    contacts = {name for name in CASE_VALUES if name.split("_")[0] in ("team", "duty", "advocacy", "ombudsman")}
    assert set(CASE_VALUES) | set(POINT_VALUES) <= used | contacts | spare
    assert set(LISTS) == {p.points for p in paragraphs if p.points and not p.points.startswith(SAID)}


def test_no_letter_uses_a_word_it_forbids():
    texts = [s.text for letter in WORDS.letters.values() for p in letter for s in p.sentences]
    texts += [text for r in WORDS.reasons.values() for text in (r.why, r.change, r.do, r.young)]
    for words in ("promises", "opinions", "machine", "closed", "staff_matters", "equality", "labels", "jargon", "foul"):
        assert [(t, p.pattern) for t in texts for p in forbidden(words) if p.search(t)] == []


@pytest.mark.parametrize(
    ("word", "count"),
    [("complaint", 2), ("reply", 2), ("procedure", 3), ("we", 1), ("advocate", 3), ("asked", 1), ("2026", 1)],
)
def test_syllables_are_counted_about_right(word, count):
    assert count_syllables(word) == count
