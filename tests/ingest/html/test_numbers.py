"""Points of a list bear the numbers the page shows."""

import pytest

from ingest.html.numbers import first_number, number_of, say_number


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [(1, "", "1"), (26, "a", "z"), (27, "A", "AA"), (9, "i", "ix"), (1994, "I", "MCMXCIV"), (0, "a", "0"), (-2, "i", "-2"), (5000, "I", "5000"), (3, "x", "3")],
)  # fmt: skip
def test_numbers_are_written_as_the_list_says(number, kind, words):
    assert say_number(number, kind) == words


@pytest.mark.parametrize(
    ("value", "number"), [("3", 3), (" +4 ", 4), ("-1", -1), ("", 1), ("x", 1), ("9" * 30, 1), ("²", 1)]
)
def test_a_list_may_begin_anywhere(value, number):
    assert first_number({"start": value}) == number
    assert number_of({"value": value}, 1) == number
