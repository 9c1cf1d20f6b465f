"""Say an alarm in plain words, for the pages and for the administrator's mail."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.utils import timezone

from cases.selectors.alarms import Alarm, AlarmKind


def say_alarm(alarm: Alarm) -> str:
    """Return what is wrong, as one line."""
    return _LINES[alarm.kind](alarm)


def say_cure(alarm: Alarm) -> str:
    """Return why, as far as is known, and what to do."""
    # Of these the trouble is the line itself.
    trouble = "" if alarm.kind in {AlarmKind.DATES_MOVE, AlarmKind.OLD_FILES} else alarm.trouble
    return " ".join(filter(None, [trouble, _CURES[alarm.kind]]))


def say_day(day: date) -> str:
    """Return a day: 3 March 2026."""
    return f"{day.day} {day:%B %Y}"


def say_moment(at: datetime) -> str:
    """Return a time of a day, as the clock on the wall says it: 1:17pm on 3 March 2026."""
    local = timezone.localtime(at)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'} on {say_day(local.date())}"


def _name(alarm: Alarm) -> str:
    folders = ", ".join(folder.lstrip("\\") for folder in alarm.folders if folder not in {"", "INBOX"})
    return f"The mailbox “{alarm.mailbox}”" + (f" ({folders})" if folders else "")


def _since(alarm: Alarm) -> str:
    return f"has not been read since {say_moment(alarm.since)}" if alarm.since else "has not been read yet"


def _mails(number: int) -> str:
    return f"{number:,} mail" + ("" if number == 1 else "s")


def _secret_ends(alarm: Alarm) -> str:
    days = "today" if alarm.number == 0 else "tomorrow" if alarm.number == 1 else f"in {alarm.number} days"
    on = f", on {say_day(alarm.ends_on)}" if alarm.ends_on else ""
    return f"What opens the mailbox “{alarm.mailbox}” (password, secret or certificate) ends {days}{on}"


def _secret_ended(alarm: Alarm) -> str:
    on = say_day(alarm.ends_on) if alarm.ends_on else ""
    return f"What opens the mailbox “{alarm.mailbox}” (password, secret or certificate) ended on {on}"


def _virus_scan(alarm: Alarm) -> str:
    waits = "waits" if alarm.number == 1 else "wait"
    since = f" since {say_moment(alarm.since)}" if alarm.since else ""
    return f"{_mails(alarm.number)} {waits} unopened for the virus scan{since}: nobody has looked for danger in them"


def _digest(alarm: Alarm) -> str:
    people = "1 person" if alarm.number == 1 else f"{alarm.number} people"
    return f"The morning’s mail did not leave for {people} of the team"  # noqa: RUF001 - a proper apostrophe


def _letters(alarm: Alarm) -> str:
    letters = "1 signed letter has" if alarm.number == 1 else f"{alarm.number:,} signed letters have"
    return f"{letters} not left" + (f": the oldest was signed at {say_moment(alarm.since)}" if alarm.since else "")


_LINES: Mapping[AlarmKind, Callable[[Alarm], str]] = {
    AlarmKind.CALLS: lambda alarm: (
        f"Nobody could be called about {alarm.number} sign{'' if alarm.number == 1 else 's'} of danger"
        + (f" since {say_moment(alarm.since)}" if alarm.since else "")
    ),
    AlarmKind.VIRUS_SCAN: _virus_scan,
    AlarmKind.SETTINGS: lambda _: "The file of mailboxes (mailboxes.toml) has faults",
    AlarmKind.REFUSED: lambda alarm: f"{_name(alarm)} does not let Putright in: it {_since(alarm)}",
    AlarmKind.BROKEN: lambda alarm: f"{_name(alarm)} cannot be read: it {_since(alarm)}",
    AlarmKind.NOT_READ: lambda alarm: f"{_name(alarm)} {_since(alarm)}",
    AlarmKind.SECRET_ENDED: _secret_ended,
    AlarmKind.SECRET_ENDS: _secret_ends,
    AlarmKind.NOT_ACCOUNTED: lambda alarm: (
        f"{_name(alarm)} holds {_mails(alarm.number)} that nothing in Putright accounts for"
    ),
    AlarmKind.NOT_GIVEN: lambda alarm: (
        f"The server of {_name(alarm)[0].lower()}{_name(alarm)[1:]} does not give out {_mails(alarm.number)}"
    ),
    AlarmKind.MISSED: lambda alarm: (
        f"The count of {_name(alarm)[0].lower()}{_name(alarm)[1:]} found {_mails(alarm.number)} that had been missed"
    ),
    AlarmKind.DATES_MOVE: lambda alarm: alarm.trouble or "Dates of open cases would move",
    AlarmKind.OLD_FILES: lambda alarm: alarm.trouble or "The files dates are counted by have changed",
    AlarmKind.DIGEST: _digest,
    AlarmKind.LETTERS: _letters,
}
_SAFE = (
    "No mail is lost meanwhile: it stays in the mailbox. Until it is mended, somebody should look into the mailbox by "
    "hand once an hour for anything about a child in danger."
)
_CURES: Mapping[AlarmKind, str] = {
    AlarmKind.CALLS: (
        "Open the page Safety and ring the duty desk yourself, now. Then see that the contacts can be called: "
        "putright safety --test-call."
    ),
    AlarmKind.VIRUS_SCAN: (
        "They are kept, their clocks run, and they are opened as soon as the scan answers. Until then, somebody should "
        "look into the mailbox itself once an hour for anything about a child in danger."
    ),
    AlarmKind.SETTINGS: "Correct it. What was watched before goes on until Putright is started again.",
    AlarmKind.REFUSED: f"{_SAFE}",
    AlarmKind.BROKEN: f"{_SAFE}",
    AlarmKind.NOT_READ: (
        "Check that Putright runs (putright run, or putright clock) and say: putright check. " + _SAFE
    ),
    AlarmKind.SECRET_ENDED: "Make a new one, give it to Putright, and write its end into mailboxes.toml.",
    AlarmKind.SECRET_ENDS: (
        "Make a new one in time, give it to Putright, and write its end into mailboxes.toml (secret_expires)."
    ),
    AlarmKind.NOT_ACCOUNTED: (
        "The page of the mailboxes names them. Open them in the mailbox, and say: putright reconcile."
    ),
    AlarmKind.NOT_GIVEN: "The page of the mailboxes names them. Open them in the mailbox by hand.",
    AlarmKind.MISSED: "They have been fetched and are in the queue now. Please tell those who look after Putright.",
    AlarmKind.DATES_MOVE: (
        "A calendar, a procedure or the day of receipt is counted otherwise than before. Look at what would move and "
        "apply it: the page “Dates and holidays”, or: putright redate. Until then a date moves only when its case is "
        "saved, and the case says so."
    ),
    AlarmKind.OLD_FILES: "Start Putright again: until then it counts by the files as they were.",
    AlarmKind.DIGEST: (
        "It is tried again all day; the cases themselves are in the queue. Check the mail server and the members’ "  # noqa: RUF001
        "addresses: putright check, and putright digest."
    ),
    AlarmKind.LETTERS: (
        "Nothing is lost: they are tried again by themselves, and their clocks run on. Check that the workers run and "
        "that the mail server answers: putright check. Each letter's page says why; one that cannot wait is taken back "
        "there, and posted."
    ),
}
