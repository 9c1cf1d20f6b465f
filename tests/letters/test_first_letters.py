"""What a signer would strike out of a first letter: said twice, out of order, at odds with itself, to the wrong person."""

import re
from itertools import pairwise

import pytest

from classify.labels import Flag, Reason, Route
from config.council import Contact
from letters.amounts import NUMBERS, number_words
from letters.check import failed_musts
from letters.compose import compose
from letters.draft import LetterId
from letters.item import whole_text
from letters.signposts import contact_words
from tests.letters.asking_cases import golden_cases as asking_cases
from tests.letters.cases import flag
from tests.letters.cases import golden_cases as plain_cases
from tests.letters.first_cases import ADVOCATE, SOLICITOR, TAXI, VISITS, YOUNG, delayed, first
from tests.letters.first_cases import golden_cases as first_cases
from tests.letters.later_cases import COURT, ENGLISH, PLAN
from tests.letters.later_cases import golden_cases as later_cases

CASES = plain_cases() | asking_cases() | first_cases() | later_cases()
OF_ADULTS = frozenset(
    {
        LetterId.STATUTORY,
        LetterId.CORPORATE,
        LetterId.ENGLISH_FLUENCY,
        LetterId.MIXED,
        LetterId.OUT_OF_SCOPE,
        LetterId.CONSENT,
        LetterId.MORE_INFORMATION,
        LetterId.EXTENSION,
    }
)
DRAFTS = {name: draft for name, case in CASES.items() if (draft := compose(case)).letter in OF_ADULTS}
OLD = (Reason.OVER_A_YEAR, "How the move in 2022 was handled")
ASKS_FOR_THEM = plain_cases()["22-asks-for-the-ombudsman"]
DONE = (Reason.ALREADY_INVESTIGATED, "How the move was handled")
COUNCILLOR = flag(Flag.REPRESENTATIVE, "a family in my ward", note="councillor")


def said_of(case):
    return "\n".join(whole_text(p) for p in compose(case).paragraphs)


def titles_of(case):
    return [p.title for p in compose(case).paragraphs if re.match(r"Points? \d", p.title)]


@pytest.mark.parametrize("letter", sorted(OF_ADULTS))
def test_there_are_six_golden_letters_of_each(letter):
    assert sum(draft.letter is letter for draft in DRAFTS.values()) >= 6


@pytest.mark.parametrize("name", DRAFTS)
def test_no_sentence_is_mangled_by_what_was_filled_in(name):
    texts = [text for p in DRAFTS[name].paragraphs for text in (p.title, p.text, *p.points)]
    assert not [text for text in texts if re.search(r"\.\.(?!\.)|,,| ,|\bthe the\b|  |\{|\}", text, re.IGNORECASE)]
    assert not [text for text in texts if re.search(r"\ba (?=[aeio]\w)(?!one\b)|\ban (?=[bcdfgj-np-tv-z]\w)", text)]
    assert not [text for text in texts if re.search(r"(?:^|[.!?]\s)[a-z]", text) and not text.startswith("“")]


@pytest.mark.parametrize("name", DRAFTS)
def test_no_long_sentence_is_said_twice(name):
    paragraphs = [p for p in DRAFTS[name].before_signature if not re.match(r"(?:point|refusal)", p.key)]
    sentences = [s for p in paragraphs for s in re.split(r"(?<=[.!?])\s", p.text) if len(s.split()) > 6]
    assert sorted(sentences) == sorted(set(sentences))


@pytest.mark.parametrize("name", DRAFTS)
def test_when_to_go_to_the_ombudsman_is_said_in_one_way(name):
    said = "\n".join(whole_text(p) for p in DRAFTS[name].paragraphs if p.key == "ombudsman")
    ways = ("usually ask", "them now", "also about what we say")
    assert sum(way in said for way in ways) == 1


class TestOrder:
    def test_points_stand_in_their_order_whatever_becomes_of_them(self):
        titles = titles_of(first(OLD, VISITS, COURT, TAXI))
        numbers = [int(re.search(r"\d+", title)[0]) for title in titles]
        assert numbers == sorted(numbers) == [1, 2, 3, 4]

    def test_points_of_which_the_same_is_said_share_one_paragraph(self):
        titles = titles_of(first(VISITS, TAXI, PLAN, COURT))
        assert titles[0] == "Points 1 and 3: what happens next"

    def test_points_with_managers_of_their_own_do_not(self):
        case = first(VISITS, PLAN, responders=((2, "Gareth Lowe, team manager"),))
        assert titles_of(case) == ["Point 1: what happens next", "Point 2: what happens next"]
        assert "Gareth Lowe, team manager, will deal with it." in said_of(case)

    @pytest.mark.parametrize("count", [2, 7, 13])
    def test_every_point_is_counted(self, count):
        case = first(*((Route.STATUTORY, f"Visit number {n} missed") for n in range(count - 1)), TAXI)
        assert f"You raised {number_words(count)} points." in said_of(case)

    def test_numbers_are_in_order(self):
        assert all(number_words(n) == word for n, word in enumerate(NUMBERS))
        assert number_words(len(NUMBERS)) == str(len(NUMBERS))


class TestOmbudsman:
    @pytest.mark.parametrize(
        ("case", "way"),
        [
            (first(VISITS), "but they usually ask us to finish first"),
            (first(COURT), "also about what we say in this letter"),
            (first(DONE), "also about what we say in this letter"),
            (first(VISITS, DONE), "For what we still look into, they usually ask us to finish first"),
            (ASKS_FOR_THEM, "If a stage of our procedure is left"),
            (delayed(VISITS, until="2026-10-06", said={"authorised_by": "the complaints manager"}), "them now"),
        ],
        ids=["taken", "in-court", "all-stages-over", "one-over-one-taken", "asked-for", "too-late"],
    )
    def test_what_a_letter_says_fits_the_case(self, case, way):
        assert way in said_of(case)

    def test_who_asks_for_the_ombudsman_is_not_sent_now_and_held_back_at_once(self):
        said = said_of(ASKS_FOR_THEM)
        assert "You can do that now" not in said
        assert "they usually ask us to finish first" not in said

    def test_the_number_stands_once(self):
        assert said_of(first(OLD)).count("0300 061 0614") == 1

    def test_what_is_late_is_not_refused(self):
        said = said_of(first(VISITS, OLD))
        assert "Not decided yet | Children's Complaints Team | See point 2 below" in said


class TestWhoWrites:
    def test_an_advocate_is_not_told_what_an_advocate_is(self):
        said = said_of(first(VISITS, flags=[YOUNG, ADVOCATE]))
        assert "An advocate does not work for us" not in said
        assert "another advocate" in said

    def test_a_solicitor_is_asked_for_authority_and_not_to_bring_the_client_to_the_phone(self):
        said = said_of(first(VISITS, flags=[SOLICITOR]))
        assert "letter of authority" in said
        assert "Please ask them to write to us or ring us" not in said

    @pytest.mark.parametrize("who", [ADVOCATE, SOLICITOR, COUNCILLOR], ids=["advocate", "solicitor", "councillor"])
    @pytest.mark.parametrize("points", [(VISITS,), (TAXI,), (COURT,), (VISITS, TAXI)], ids=["L01", "L02", "L05", "L04"])
    def test_whoever_writes_for_another_is_not_told_of_their_own_services(self, who, points):
        said = said_of(first(*points, flags=[who]))
        assert "services that you or your family get" not in said
        assert "for somebody else" in said
        assert not failed_musts(compose(first(*points, flags=[who])).checklist)

    def test_who_writes_for_themselves_is(self):
        said = said_of(first(VISITS))
        assert "services that you or your family get" in said
        assert "An advocate does not work for us" in said


class TestFluencyNotice:
    def test_in_a_mixed_letter_it_says_which_point_the_worker_is_told_of(self):
        assert "This is only about point 2." in said_of(first(VISITS, ENGLISH))
        assert "what you said about their English" in said_of(first(VISITS, ENGLISH))

    def test_alone_it_needs_no_number(self):
        assert "This is only about" not in said_of(first(ENGLISH))

    def test_it_keeps_its_key_by_which_it_is_held_back_where_a_worker_is_accused(self):
        assert "fluency_notice" in {p.key for p in compose(first(VISITS, ENGLISH)).paragraphs}


class TestDelay:
    def test_the_other_points_keep_their_dates(self):
        some = delayed(VISITS, TAXI, until="2026-09-29", said={"what": "our reply to point 1"})
        assert "Every other date that we gave you stays as it is." in said_of(some)
        assert "Every other date" not in said_of(delayed(VISITS, until="2026-09-29"))


def test_an_article_of_a_contact_is_small_inside_a_sentence():
    assert (
        contact_words(Contact(name="The police officer in the case"), inside=True) == "the police officer in the case"
    )
    assert contact_words(Contact(name="The complaints manager")) == "The complaints manager"
    assert contact_words(Contact(name="Theale School"), inside=True) == "Theale School"


def test_all_golden_letters_are_in_the_order_of_their_points():
    for draft in DRAFTS.values():
        own = [p.title for p in draft.paragraphs if re.match(r"(?:point|refusal)_\d", p.key)]
        firsts = [int(n[0]) for title in own if (n := re.search(r"\d+", title))]
        assert all(a < b for a, b in pairwise(firsts))
