import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents.pdf_order import Run, arrange, needs_arranging
from ingest.documents.pdf_view import Box

LEFT = (
    "The social worker cancelled four visits",
    "since January and never offered us any",
    "other day. My son waited at the window",
    "each time until it was dark outside and",
    "would not eat his supper with the rest.",
)
RIGHT = (
    "The manager said that she would ring us",
    "back within two days but nobody has. We",
    "would like an apology and a plan to see",
    "in writing. The report about us is not",
    "true and was shared before we had it.",
)


def run(text, left, top, width=None, height=12):
    return Run(text, Box(left, top, left + (width or 6 * len(text)), top + height))


def column(texts, left, top=100):
    return [run(text, left, top + 14 * number, 230) for number, text in enumerate(texts)]


HEADING = run("A heading that goes across the whole page from left to right", 60, 60, 480)
QUESTIONS = [run(text, 60, 100 + 40 * n) for n, text in enumerate(["Your name:", "Your child:", "What happened:"])]
ANSWERS = [run(text, 220, 100 + 40 * n) for n, text in enumerate(["Amara", "Kai", "Nobody came on Tuesday"])]
PAIRS = [run for pair in zip(column(LEFT, 60), column(RIGHT, 310), strict=True) for run in pair]

PAGES = {
    "one column as it was written": (column(LEFT, 60), "\n".join(LEFT)),
    "two columns written one after the other": (
        [HEADING, *column(LEFT, 60), *column(RIGHT, 310)],
        "\n".join([HEADING.text, *LEFT, *RIGHT]),
    ),
    "two columns written line by line across": (
        [HEADING, *PAIRS],
        "\n".join([HEADING.text, *LEFT, *RIGHT]),
    ),
    "answers written after all the questions": (
        [*QUESTIONS, *ANSWERS],
        "Your name: Amara\nYour child: Kai\nWhat happened: Nobody came on Tuesday",
    ),
    "a foot drawn before the letter": (
        [run("Page 1 of 1", 60, 800), run("Brackenshire", 60, 20), *column(LEFT, 60)],
        "\n".join(["Brackenshire", *LEFT, "Page 1 of 1"]),
    ),
    "cells without lines stay in their rows": (
        [run(text, 60 + 150 * column, 100 + 20 * row) for row in range(6) for column, text in enumerate(("Visit", "No", "Kai"))],
        "\n".join(["Visit No Kai"] * 6),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("runs", "text"), PAGES.values(), ids=PAGES.keys())
def test_words_are_put_in_the_order_they_are_read(runs, text):
    assert arrange(runs) == text


ORDERS = {
    "a letter from the top down": (column(LEFT, 60), False),
    "columns one after the other": ([*column(LEFT, 60), *column(RIGHT, 310)], False),
    "columns line by line": (PAIRS, True),
    "answers after the questions": ([*QUESTIONS, *ANSWERS], True),
    "a head drawn last": ([*column(LEFT, 60), HEADING], True),
    "one piece": ([HEADING], False),
    "nothing": ([], False),
}


@pytest.mark.parametrize(("runs", "needs"), ORDERS.values(), ids=ORDERS.keys())
def test_only_a_page_out_of_order_is_put_in_order(runs, needs):
    assert needs_arranging([run.box for run in runs]) is needs


places = st.builds(
    run,
    st.text("abc ", min_size=1, max_size=30).filter(str.strip),
    st.integers(0, 500),
    st.integers(0, 800),
    st.integers(1, 400),
    st.integers(1, 40),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(places, max_size=40))
def test_no_letter_is_lost_or_doubled_wherever_words_stand(runs):
    assert sorted("".join(arrange(runs).split())) == sorted("".join("".join(run.text for run in runs).split()))
