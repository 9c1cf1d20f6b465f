"""One neutral line of at most 70 characters."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.evidence import evidence_of
from classify.gist import LONGEST, PLAIN_KINDS, PLAIN_SUBJECTS, is_heading, is_neutral, write_gist
from classify.labels import Flag, Kind, Subject
from classify.reading import Finding
from tests.classify.model_fakes import cut, scores


def gist(body, subject="", *, kind=Kind.COMPLAINT, label=Subject.STATUTORY, flags=()):
    found = cut(body, subject)
    evidence = tuple(evidence_of(sentence) for sentence in found if sentence.where == "body")[:1]
    about = (Finding(label=label, confidence=0.9, evidence=evidence, found_by="model:test"),)
    what = Finding(label=kind, confidence=0.9, evidence=evidence, found_by="model:test")
    subjects = about if kind is Kind.COMPLAINT else ()
    return write_gist(what, subjects, subject, scores(len(found)), [sentence.text for sentence in found], flags=flags)


def test_every_subject_and_kind_has_a_plain_line():
    assert set(PLAIN_SUBJECTS) == set(Subject)
    assert set(PLAIN_KINDS) == set(Kind)
    for line in (*PLAIN_SUBJECTS.values(), *PLAIN_KINDS.values()):
        assert len(line) <= LONGEST
        assert line == "About a worker's accent or manner of speaking" or is_neutral(line)


@pytest.mark.parametrize(
    ("body", "subject", "expected"),
    [
        pytest.param(
            "My grandson Tyler was moved to another home. I rang his social worker Kim and she hung up.",
            "FW: my grandson",
            "My grandson Tyler was moved to another home",
            id="what happened rather than who",
        ),
        pytest.param(
            "Please can you look into this for my constituent.",
            "",
            PLAIN_SUBJECTS[Subject.STATUTORY],
            id="a cover note",
        ),
        *(
            pytest.param(line, "", line.rstrip("."), id=line)
            for line in (
                "I have not been allowed to see my son this year.",
                "The social worker does not reply to my email.",
                "Your worker passed on my new address to my ex.",
            )
        ),
        pytest.param("Contact stopped. See email below.", "", "Contact stopped", id="words beside a cover note"),
        pytest.param(
            "Please help.", "Short breaks stopped in March", "Short breaks stopped in March", id="subject line"
        ),
        pytest.param(
            "It is bad.", "Re: FW: Formal complaint: contact centre closed", "Contact centre closed", id="openings cut"
        ),
        pytest.param(
            "Nobody has arranged contact for six weeks.",
            "Complaint",
            "Nobody has arranged contact for six weeks",
            id="empty subject line",
        ),
        pytest.param(
            "The pathway plan was not reviewed.",
            "YOU ARE ALL LIARS",
            "The pathway plan was not reviewed",
            id="an opinion is not a line",
        ),
        pytest.param(
            "The allowance was cut without notice.",
            "Freya Katarina Voss",
            "The allowance was cut without notice",
            id="a name is not a line where another will do",
        ),
        pytest.param(
            "The visit was put off three times.",
            "Complaint re Ms L. Fenwick-Adeola",
            "The visit was put off three times",
            id="nor is a worker's",
        ),
        pytest.param(
            "The meetings go ahead without me.",
            "Form received: Compliments, comments and complaints",
            "The meetings go ahead without me",
            id="a web form's own line",
        ),
        pytest.param(
            "The key worker has changed three times.",
            "Complaint on behalf of D.W. (aged 12)",
            "The key worker has changed three times",
            id="for whom is not what about",
        ),
        pytest.param(
            "The bus pass was not renewed.",
            "Re: Your complaint about the move of Noah - our response",
            "The bus pass was not renewed",
            id="our own letter's line is cut short",
        ),
        pytest.param(
            "We wish to complain about the way the home is run.", "", "The way the home is run", id="that they complain"
        ),
        pytest.param(
            "The panel was put off again.",
            "Re: Complaint ref 0279 - your stage 1 letter of 17 April",
            "The panel was put off again",
            id="the line of our own letter",
        ),
        pytest.param(
            "I want somebody to look at it by May half term. The scheme sent him home on its second day, untrained.",
            "",
            "The scheme sent him home on its second day, untrained",
            id="what happened before what is wanted",
        ),
        pytest.param(
            "The form was lost by the team.", "Not sure who to send this to", "The form was lost by the team", id="lost"
        ),
        pytest.param(
            "D. has had no visit since May.", "", "D. has had no visit since May", id="an initial is no number"
        ),
        pytest.param("(a) No visit was made since May.", "", "No visit was made since May", id="a letter that counts"),
        pytest.param("Also, the bus was taken off.", "", "The bus was taken off", id="a second point's first word"),
        pytest.param("You stupid cow.", "fuck you all", PLAIN_SUBJECTS[Subject.STATUTORY], id="nothing neutral"),
        pytest.param("", "", PLAIN_SUBJECTS[Subject.STATUTORY], id="nothing at all"),
    ],
)
def test_the_line_is_neutral_and_says_what_it_is_about(body, subject, expected):
    assert gist(body, subject) == expected


@pytest.mark.parametrize(
    ("flag", "expected"),
    [
        (Flag.THREAT, PLAIN_SUBJECTS[Subject.STATUTORY]),
        (Flag.OFFENSIVE_REMARK, PLAIN_SUBJECTS[Subject.STATUTORY]),
        (Flag.STAFF_CONDUCT, "The grey car by the library will not be there on Tuesday"),
        (Flag.ABUSIVE_LANGUAGE, "The grey car by the library will not be there on Tuesday"),
    ],
)
def test_words_that_attack_somebody_are_no_line(flag, expected):
    body = "The grey car by the library will not be there on Tuesday."
    evidence = (evidence_of(cut(body, "")[-1]),)
    attack = Finding(label=flag, confidence=0.9, evidence=evidence, found_by="rule:test")
    assert gist(body, flags=[attack]) == expected


def test_of_spite_no_line_is_repeated():
    line = gist("They are all the same on that desk.", "The desk", label=Subject.EFD_VEXATIOUS)
    assert line == PLAIN_SUBJECTS[Subject.EFD_VEXATIOUS]


@pytest.mark.parametrize(
    ("sentence", "is_one"),
    [
        ("Contact with my older two.", True),
        ("Blue badge.", True),
        ("Statement to the court:", True),
        ("Nobody rings back.", False),
        ("He hasn't come.", False),
        ("It's late.", False),
        ("court order", False),
        ("Help.", False),
        ("Kind regards.", False),
    ],
)
def test_a_heading_is_told_from_a_sentence(sentence, is_one):
    assert is_heading(sentence) is is_one


def test_a_long_sentence_is_cut_at_a_clause_or_a_word():
    at_clause = gist(
        "The review of the care plan was put off three times, and then the chair rang me to say it was lost."
    )
    at_word = gist(
        "The review of the care plan of my daughter was put off by the chair of the panel for want of a room"
    )
    assert at_clause == "The review of the care plan was put off three times"
    assert len(at_word) <= LONGEST
    assert at_word.endswith("…")
    assert (
        at_word.removesuffix("…") in "The review of the care plan of my daughter was put off by the chair of the panel"
    )


@pytest.mark.parametrize(
    "line",
    [
        "Your useless worker",
        "what the f***",
        "She is a liar",
        "why?!",
        "bloody transport",
        "he is corrupt",
        "RUDE woman",
    ],
)
def test_abuse_and_opinion_are_seen(line):
    assert not is_neutral(line)


@pytest.mark.parametrize(
    "line",
    [
        "Contact stopped in March",
        "Scunthorpe respite centre",
        "Dickens Road home",
        "Classroom transport",
        "Therapist left",
    ],
)
def test_ordinary_words_are_not_taken_for_abuse(line):
    assert is_neutral(line)


@given(st.text(max_size=300), st.text(max_size=120), st.sampled_from(Kind))
@settings(max_examples=80, deadline=None)
def test_any_mail_gets_one_short_line(body, subject, kind):
    line = gist(body, subject, kind=kind)
    assert 0 < len(line) <= LONGEST
    assert "\n" not in line
    assert is_neutral(line) or line in PLAIN_SUBJECTS.values()
