"""Count every date a second time, in another way: plain loops over a hand-written table of bank holidays.

Written from the law, the Ombudsman's code and the published lists of bank holidays; it knows neither the product's
counting nor its calendars, and takes limits as plain values. Slow on purpose.
"""

from datetime import date, datetime, timedelta

# The weekdays on which England's offices are closed, as published on www.gov.uk/bank-holidays; 2029 by the same rules.
ENGLAND = """
2024-01-01 2024-03-29 2024-04-01 2024-05-06 2024-05-27 2024-08-26 2024-12-25 2024-12-26
2025-01-01 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-08-25 2025-12-25 2025-12-26
2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28
2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26
2029-01-01 2029-03-30 2029-04-02 2029-05-07 2029-05-28 2029-08-27 2029-12-25 2029-12-26
"""
# What Scotland and Northern Ireland add: 2 January, Saint Patrick, the Boyne, early August, Saint Andrew, the World Cup.
ELSEWHERE = """
2024-01-02 2024-03-18 2024-07-12 2024-08-05 2024-12-02
2025-01-02 2025-03-17 2025-07-14 2025-08-04 2025-12-01
2026-01-02 2026-03-17 2026-06-15 2026-07-13 2026-08-03 2026-11-30
2027-01-04 2027-03-17 2027-07-12 2027-08-02 2027-11-30
2028-01-04 2028-03-17 2028-07-12 2028-08-07 2028-11-30
2029-01-02 2029-03-19 2029-07-12 2029-08-06 2029-11-30
"""
CLOSED = {
    "england": frozenset(date.fromisoformat(day) for day in ENGLAND.split()),
    "united_kingdom": frozenset(date.fromisoformat(day) for day in (ENGLAND + ELSEWHERE).split()),
}
ONE = timedelta(days=1)
NO_DATE = "paused"


def counts(day, where="england"):
    return day.isoweekday() <= 5 and day not in CLOSED[where]


def london(utc):
    """The wall clock in London: an hour ahead from the last Sunday of March to that of October, both at 1 in the night."""
    begins, ends = (datetime(utc.year, month, 31, 1) for month in (3, 10))  # noqa: DTZ001 - UTC
    while begins.isoweekday() != 7:
        begins -= ONE
    while ends.isoweekday() != 7:
        ends -= ONE
    return utc + timedelta(hours=1) if begins <= utc < ends else utc


def received_on(utc, convention):
    local = london(utc)
    day = local.date()
    if convention == "deemed":
        if counts(day) and local.hour >= 17:
            day += ONE
        while not counts(day):
            day += ONE
    return day


def last_day(anchor, n, unit, pauses=(), where="england"):
    """The last day of a limit, NO_DATE if an open pause holds it; a pause is (first day, last day or None)."""
    if unit == "months":
        year, month, day = anchor.year, anchor.month + n, anchor.day
        while month > 12:
            year, month = year + 1, month - 12
        while True:
            try:
                end = date(year, month, day)
                break
            except ValueError:
                day -= 1
        n = (end - anchor).days
    day = anchor
    while n:
        day += ONE
        if unit == "working_days" and not counts(day, where):
            continue
        if any(first <= day and last is None for first, last in pauses):
            return NO_DATE
        if any(first <= day <= last for first, last in pauses if last is not None):
            continue
        n -= 1
    while unit != "working_days" and not counts(day, where):
        day += ONE
    return day


def dates_of(stage, happened, received, pauses=()):
    """Every date of one stage: ``stage`` holds plain limits (n, unit, event), ``happened`` the day of each event.

    A spoken statutory complaint waits at stage 2 for its written statement. The answer names each date; NO_DATE stands where a pause is open.
    """
    first = min(last_day(happened.get(stage["ack"][2], received), stage["ack"][0], stage["ack"][1]),
                last_day(happened.get(stage["ack"][2], received), 5, "working_days"))  # fmt: skip
    found = {"acknowledge": first}

    def due(limit, before=None):
        n, unit, event = limit
        if event == "stage2_request_received" and stage["waits_for_statement"]:
            event = "statement_agreed"
        anchor = happened.get(event)
        if anchor is None and event == "response_received_by_person" and "reply_sent" in happened:
            # Sent, but nobody knows when it came: two working days in the post.
            anchor = last_day(happened["reply_sent"], 2, "working_days")
        if anchor is None:
            anchor = first if event == "ack_sent" else before or happened["asked"]
        return NO_DATE if anchor == NO_DATE else last_day(anchor, n, unit, pauses)

    if stage["limit"]:
        found["reply"] = due(stage["limit"])
    if stage["maximum"]:
        latest, n = due(stage["maximum"]), stage["maximum"][0]
        reply = found.get("reply")
        both = NO_DATE not in (latest, reply)
        if reply is None or (latest > reply if both else n > stage["limit"][0]):
            found["reply_at_latest"] = latest
    before = None
    for what, limit in stage["milestones"]:
        before = found[what] = due(limit, before)
    if stage["ask"]:
        found["ask_for_next_stage"] = due(stage["ask"], found.get("reply"))
    return found
