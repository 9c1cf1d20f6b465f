"""Receipts to read and to file: the rule and its source, then a line a day, then the sum."""

from dataclasses import replace

import pytest

from routing.clocks.extending import extend
from routing.clocks.neighbours import Events, neighbour_dates
from routing.clocks.receipt import neighbour_lines, receipt_lines
from routing.deadlines import What, deadlines_for
from tests.routing.clocks.cases import (
    CALENDARS,
    CLOCKS,
    ENGLAND,
    PROCEDURES,
    all_of,
    at,
    clock_of,
    day,
    extension,
    pause,
)

GOLDEN = """\
Reply (matter 1, stage 1): by Tuesday 22 September 2026
Rule: 10 working days from the day it was received, Tuesday 1 September 2026; the first day that counts comes after it.
Source: devon.gov.uk, Children's Social Care complaints procedure, stage 1.
Procedure: devon_children
Extended from Thursday 17 September 2026 to Tuesday 22 September 2026 by Priya Raman; the person was told on Thursday 10 September 2026: the advocate is away
  Wed  2 Sep 2026  day 1
  Thu  3 Sep 2026  day 2
  Fri  4 Sep 2026  day 3
  Sat  5 Sep 2026  not counted: Saturday
  Sun  6 Sep 2026  not counted: Sunday
  Mon  7 Sep 2026  not counted: paused: the person asked us to wait
  Tue  8 Sep 2026  not counted: paused: the person asked us to wait
  Wed  9 Sep 2026  day 4
  Thu 10 Sep 2026  day 5
  Fri 11 Sep 2026  day 6
  Sat 12 Sep 2026  not counted: Saturday
  Sun 13 Sep 2026  not counted: Sunday
  Mon 14 Sep 2026  day 7
  Tue 15 Sep 2026  day 8
  Wed 16 Sep 2026  day 9
  Thu 17 Sep 2026  day 10
  Fri 18 Sep 2026  day 11
  Sat 19 Sep 2026  not counted: Saturday
  Sun 20 Sep 2026  not counted: Sunday
  Mon 21 Sep 2026  day 12
  Tue 22 Sep 2026  day 13
  13 counted + 2 paused + 6 skipped = 21 days after Tuesday 1 September 2026 to Tuesday 22 September 2026."""


def test_the_receipt_of_a_reply_that_was_paused_and_extended():
    clock = clock_of("devon_children", pauses=(pause("2026-09-07", "2026-09-08"),))
    clock = extend(clock, extension("2026-09-22"), calendar=ENGLAND)
    assert "\n".join(receipt_lines(all_of(clock)[What.REPLY])) == GOLDEN


def _text(clock, what):
    return "\n".join(receipt_lines(all_of(clock)[what]))


def test_a_holiday_is_named():
    assert "Mon 28 Dec 2026  not counted: Boxing Day (substitute)" in _text(
        clock_of("devon_children", "2026-12-24"), What.REPLY
    )


def test_a_paused_date_has_the_days_before_the_pause_and_no_other():
    text = _text(clock_of("devon_children", pauses=(pause("2026-09-04"),)), What.REPLY)
    assert text.startswith("Reply (matter 1, stage 1): no date, paused since Friday 4 September 2026")
    assert text.endswith(
        "2 counted + 0 paused + 0 skipped = 2 days after Tuesday 1 September 2026 to Thursday 3 September 2026, the last before the pause."
    )


def test_what_waits_for_a_paused_event_names_no_day_for_it():
    text = _text(clock_of("devon_children", pauses=(pause("2026-09-04"),)), What.ASK_FOR_NEXT_STAGE)
    assert "the day the person had the reply, which has no latest day while its own clock is paused." in text


def test_a_latest_possible_date_says_so_twice():
    text = _text(clock_of("corporate_default"), What.REPLY)
    assert "by Tuesday 22 September 2026, the latest possible" in text
    assert "the day it was acknowledged, Tuesday 8 September 2026, taken at its latest" in text


def test_a_default_and_the_person_s_own_time_say_so():
    assert "the default stands in" in _text(clock_of("devon_children"), What.ACKNOWLEDGE)
    assert "never refused by the machine" in _text(clock_of("devon_children"), What.ASK_FOR_NEXT_STAGE)


@pytest.mark.parametrize("name", sorted(PROCEDURES))
def test_every_receipt_of_every_pack_has_a_rule_a_source_and_a_line_a_day(name):
    for stage in PROCEDURES[name].stages:
        clock = replace(clock_of(name, stage=stage.number), pauses=(pause("2026-09-07", "2026-09-08"),))
        for deadline in deadlines_for(clock, calendar=ENGLAND):
            lines = receipt_lines(deadline)
            assert [line.split(":")[0] for line in lines[1:3]] == ["Rule", "Source"]
            assert len([line for line in lines if line.startswith("  ")]) == len(deadline.days) + 1


def _neighbour(clock, received, what, **events):
    found = neighbour_dates(CLOCKS.neighbours[clock], Events(began_at=at(received), **events), calendars=CALENDARS)
    return "\n".join(neighbour_lines(next(one for one in found if one.limit.what == what)))


@pytest.mark.parametrize(
    ("clock", "what", "received", "said"),
    [
        pytest.param("sar", "reply", "2026-11-26", ["by Tuesday 29 December 2026", "1 month from receipt", "Mon 28 Dec 2026  not counted: Boxing Day (substitute)"], id="a month that rolls"),
        pytest.param("foi", "reply", "2026-11-06", ["20 working days from receipt", "Mon 30 Nov 2026  not counted: Saint Andrew's Day"], id="a Scottish holiday"),
        pytest.param("breach", "notify", "2026-10-24T12:00:00+01:00", ["by 11:00 on Tuesday 27 October 2026", "72 hours from awareness, 12:00 on Saturday 24 October 2026", "a person confirms"], id="hours over the clock change"),
        pytest.param("safeguarding", "refer", "2026-11-21", ["by Saturday 21 November 2026", "the same day as receipt"], id="the same day"),
        pytest.param("safeguarding", "answer", "2026-11-20", ["the latest possible", "1 working day from referral"], id="after a referral to come"),
    ],
)  # fmt: skip
def test_the_receipt_of_a_neighbouring_clock(clock, what, received, said):
    text = _neighbour(clock, received, what)
    assert all(words in text for words in [*said, "Source: "])


def test_an_extended_request_says_from_when_to_when():
    text = _neighbour("sar", "2026-09-01", "reply", extension=extension("2026-12-01", "2026-09-30", "many records"))
    assert "Extended from Thursday 1 October 2026 to Tuesday 1 December 2026" in text
    assert day("2026-12-01").strftime("%a %e %b %Y") in text
