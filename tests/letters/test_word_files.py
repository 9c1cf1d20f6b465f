"""A council's own words stand in place of ours, paragraph by paragraph; every fault in them comes at once."""

from dataclasses import replace

import pytest

from classify.labels import Reason
from letters.compose import compose
from letters.draft import LetterId
from letters.errors import TemplateError
from letters.words import HOME, load_words
from tests.letters.cases import golden_cases

OURS = load_words()


def write(home, **files):
    for name, text in files.items():
        folder, _, file = name.partition("_")
        (home / folder).mkdir(exist_ok=True)
        (home / folder / f"{file or 'letter'}.toml").write_text(text, encoding="utf-8")
    return home


def paragraphs(words, letter):
    return {p.key: p for p in words.letters[letter]}


OPENING = '[[paragraph]]\nkey = "opening"\nsentences = [{ text = "Thank you for writing on {received_on}." }]\n'


def test_a_paragraph_of_the_same_key_takes_the_place_of_ours_in_that_letter_alone(tmp_path):
    words = load_words(HOME, write(tmp_path, L02=OPENING))
    changed, before = paragraphs(words, LetterId.CORPORATE), paragraphs(OURS, LetterId.CORPORATE)
    assert changed["opening"].sentences[0].text == "Thank you for writing on {received_on}."
    assert changed["opening"].satisfies == before["opening"].satisfies
    assert list(changed) == list(before)
    assert {k: p for k, p in changed.items() if k != "opening"} == {k: p for k, p in before.items() if k != "opening"}
    assert words.letters[LetterId.STATUTORY] == OURS.letters[LetterId.STATUTORY]
    assert words.heads == OURS.heads


def test_a_shared_paragraph_is_changed_in_every_letter_that_has_no_own(tmp_path):
    words = load_words(HOME, write(tmp_path, shared_ours=OPENING))
    for letter in (LetterId.STATUTORY, LetterId.CORPORATE):
        assert "for writing on" in paragraphs(words, letter)["opening"].sentences[0].text


def test_the_order_can_leave_one_out_and_take_a_new_one_in(tmp_path):
    order = [p.key for p in OURS.letters[LetterId.CORPORATE] if p.key != "help"]
    new = '[[paragraph]]\nkey = "hours"\ntitle = "When we are there"\nsentences = [{ text = "We answer on {team_hours}." }]\n'
    names = ", ".join(f'"{key}"' for key in [*order, "hours"])
    words = load_words(HOME, write(tmp_path, L02=f"paragraphs = [{names}]\n{new}"))
    assert list(paragraphs(words, LetterId.CORPORATE)) == [*order, "hours"]


def test_name_subject_and_reasons_are_the_council_s_too(tmp_path):
    own = 'name = "Our answer"\nsubject = "Our reference {reference}"\n'
    reasons = '[over_a_year]\nwhy = "It is long ago."\n'
    words = load_words(HOME, write(tmp_path, L02=own, shared_reasons=reasons))
    assert words.heads[LetterId.CORPORATE].name == "Our answer"
    assert words.heads[LetterId.CORPORATE].subject == "Our reference {reference}"
    assert words.reasons[Reason.OVER_A_YEAR].why == "It is long ago."
    assert words.reasons[Reason.OVER_A_YEAR].do == OURS.reasons[Reason.OVER_A_YEAR].do


def test_a_council_s_letter_says_its_own_words_and_keeps_their_version(tmp_path):
    case = golden_cases()["02-corporate-not-yet-acknowledged"]
    style = replace(case.council.letters, home=write(tmp_path, L02=OPENING), text_points=14)
    own = compose(replace(case, council=replace(case.council, letters=style)))
    ours = compose(case)
    assert "Thank you for writing on 3 March 2026." in {p.text for p in own.paragraphs}
    assert own.template_version == load_words(HOME, tmp_path).version != ours.template_version
    assert (own.text_points, ours.text_points) == (14, 12)
    assert [c.key for c in own.checklist] == [c.key for c in ours.checklist]


def test_an_empty_folder_changes_nothing(tmp_path):
    assert load_words(HOME, tmp_path).version == OURS.version
    assert load_words(HOME, tmp_path) == OURS


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        pytest.param({"L02": "name = "}, "L02/letter.toml: cannot be read", id="no TOML"),
        pytest.param({"L99": OPENING}, "there is no letter L99", id="a letter nobody knows"),
        pytest.param({"L02_words": OPENING}, "L02/words.toml: is not read; write the letter's words into letter.toml", id="a file nobody reads"),
        pytest.param({"L02": OPENING.replace("received_on", "recieved_on")}, "{recieved_on} is not known", id="a value"),
        pytest.param({"L02": OPENING.replace("sentences", "sentance")}, "sentance: is not known", id="a key"),
        pytest.param({"L02": '[[paragraph]]\nkey = "opening"\nsentences = "Thank you."\n'}, "paragraph opening: sentences: write a list of sentences", id="a sentence that is no list"),
        pytest.param({"L02": '[[paragraph]]\nkey = "opening"\nsentences = ["Thank you."]\n'}, "write a list of sentences", id="a sentence that is no table"),
        pytest.param({"L02": '[[paragraph]]\nkey = "opening"\nwhen = "any_in_scope"\n'}, "paragraph opening: when: write a list of texts", id="a condition that is no list"),
        pytest.param({"L02": '[[paragraph]]\nkey = "opening"\norigin = "ours"\n'}, "origin: write one of standard, written", id="an origin"),
        pytest.param({"L02": '[[paragraph]]\ntitle = "Hello"\n'}, "paragraph 1: key: is missing", id="no key"),
        pytest.param({"L02": '[[paragraph]]\nkey = "mine"\nsentences = [{ text = "Hello." }]\n'}, "mine: is written but not in paragraphs", id="written and never said"),
        pytest.param({"L02": 'paragraphs = "opening"\n'}, "paragraphs: write a list of texts", id="an order that is no list"),
        pytest.param({"L02": 'paragraphs = ["opening", "nowhere"]\n'}, "nowhere: is no paragraph", id="an order of nothing"),
        pytest.param({"L02": 'subject = "About {recipient_name}"\n'}, "subject: must hold {reference} once and no other value", id="a name in the subject"),
        pytest.param({"L02": 'subject = "Your complaint"\n'}, "subject: must hold {reference}", id="a subject without reference"),
        pytest.param({"L02": '[paragraph]\nkey = "opening"\n'}, "paragraph: write it as [[paragraph]]", id="single brackets"),
        pytest.param({"L08": '[[ask]]\nkey = "until"\nneeded = "yes"\n'}, "ask until: needed: write true or false", id="a question's flag in words"),
        pytest.param({"shared_reasons": '[over_two_years]\nwhy = "Long ago."\n'}, "over_two_years: is no reason", id="a reason nobody has"),
        pytest.param({"shared_reasons": "[over_a_year]\nwhy = 1\n"}, "over_a_year: write a table of texts", id="a reason that is a number"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_its_cure(files, fault, tmp_path):
    with pytest.raises(TemplateError) as raised:
        load_words(HOME, write(tmp_path, **files))
    assert any(fault in one for one in raised.value.faults), raised.value.faults


def test_all_faults_of_all_files_come_at_once(tmp_path):
    home = write(tmp_path, L01="name = 1\n", L02="name = ", L05="[[paragraph]]\nkey = 7\n", L99="")  # fmt: skip
    with pytest.raises(TemplateError) as raised:
        load_words(HOME, home)
    named = {fault.split(":")[0] for fault in raised.value.faults}
    assert {"L01/letter.toml", "L02/letter.toml", "L05/letter.toml", "L99/letter.toml"} <= named
