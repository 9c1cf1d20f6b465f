"""The numbers of likeness and post are whole, each with its reason."""

from dataclasses import fields

import pytest

from config.thresholds import GROUPS, THRESHOLDS_FILE, ThresholdsError, default_thresholds, load_thresholds


def test_the_thresholds_that_come_with_the_product_are_whole():
    found = default_thresholds()
    assert all(getattr(getattr(found, group), f.name) > 0 for group, kind in GROUPS.items() for f in fields(kind))
    assert found.post.letters_an_hour <= found.post.letters_a_day


FAULTS = {
    "a number is missing": ("[post.letters_a_day]", "[post.letters_a_week]", ["letters_a_week: no such number", "letters_a_day: is missing"]),
    "no such group": ("[post.letters_a_day]", "[pots.letters_a_day]", ["pots: no such group", "letters_a_day: is missing"]),
    "a number of nothing": ('value = 3\nwhy = "To', 'value = 0\nwhy = "To', ["value must be a whole number above 0"]),
    "no reason given": ('why = "To one address in', 'reason = "To one address in', ["letters_a_day: why must say the reason"]),
    "not toml": ("[post.letters_a_day]", "[post.letters_a_day", ["cannot be read"]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "told"), FAULTS.values(), ids=FAULTS.keys())
def test_faults_are_named_with_file_and_key(tmp_path, old, new, told):
    text = THRESHOLDS_FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "thresholds.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ThresholdsError) as caught:
        load_thresholds(path)
    assert all(words in str(caught.value) for words in ["thresholds.toml", *told])
