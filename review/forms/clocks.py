"""Carry out what a form of the page of dates asks for: one small reader for each form, in one table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any, Final

from cases.errors import IncompleteError, NotNowError
from cases.models import TeamMember
from cases.services.clocks import beside, extending, noting, pausing
from review.forms.typed import TypedForm
from review.pages.dates_beside_forms import ROW, read_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Hold who asks, for which case, and which version of it they saw."""

    case_id: int
    version: int
    member: TeamMember


def carry_out(act: str, form: TypedForm, by: Asker) -> str:
    """Do what a form asks for, and return what to tell the person.

    Raises:
        CaseError: as the service refuses it.
        KeyError: if there is no such form.

    """
    run, done = ACTS[act]
    run(form, by)
    return done


def _pause(form: TypedForm, by: Asker) -> object:
    from_on, until_on = form.day("from_on"), _day_if_any(form, "until_on")
    form.done()
    return pausing.pause(
        **_by(by),
        matter=form.number("matter"),
        code=form.text("code"),
        why=form.text("why"),
        from_on=from_on,
        until_on=until_on,
    )


def _resume(form: TypedForm, by: Asker) -> object:
    until_on = form.day("until_on")
    form.done()
    return pausing.resume(**_by(by), pause_id=form.number("row"), until_on=until_on)


def _take_back_pause(form: TypedForm, by: Asker) -> object:
    return pausing.take_back_pause(**_by(by), pause_id=form.number("row"))


def _extend(form: TypedForm, by: Asker) -> object:
    until_on, told_on = form.day("until_on"), form.day("told_on")
    form.done()
    return extending.extend(
        **_by(by),
        matter=form.number("matter"),
        until_on=until_on,
        why=form.text("why"),
        told_on=told_on,
        in_writing=form.is_ticked("how", "in_writing"),
    )


def _take_back_extension(form: TypedForm, by: Asker) -> object:
    return extending.take_back_extension(**_by(by), extension_id=form.number("row"))


def _note(form: TypedForm, by: Asker) -> object:
    on = form.day("on")
    form.done()
    what, channel = form.text("what"), form.text("channel")
    return noting.note_day(**_by(by), what=what, on=on, stage=form.number("stage"), channel=channel)


def _forget(form: TypedForm, by: Asker) -> object:
    return noting.forget_day(**_by(by), what=form.text("what"), stage=form.number("stage"))


def _spoken(form: TypedForm, by: Asker) -> object:
    is_spoken = form.text("spoken") == "yes"
    return noting.note_spoken(**_by(by), is_spoken=is_spoken, stage=form.number("stage"))


def _other_met(form: TypedForm, by: Asker) -> object:
    on = form.day("on")
    form.done()
    return beside.note_met(**_by(by), which=_which(form), on=on, at=_hour(form.text("at")))


def _other_aside(form: TypedForm, by: Asker) -> object:
    return beside.set_aside(**_by(by), which=_which(form), why=form.text("why"))


def _other_out(form: TypedForm, by: Asker) -> object:
    return beside.take_out(**_by(by), which=_which(form))


def _which(form: TypedForm) -> beside.Which:
    which = read_row(form.text(ROW))
    if which is None:
        raise NotNowError("Choose below which date is meant.")
    return which


def _hour(typed: str) -> time | None:
    """Return the hour typed, None for none: "14:30", "9.05" or "0905"."""
    for form in ("%H:%M", "%H.%M", "%H%M") if typed else ():
        try:
            return datetime.strptime(typed, form).time()  # noqa: DTZ007 - an hour of the wall
        except ValueError:
            continue
    if typed:
        raise IncompleteError({"at": "Give the hour and the minutes, for example 14:30."})
    return None


def _day_if_any(form: TypedForm, name: str) -> date | None:
    return form.day(name) if any(form.text(f"{name}-{part}") for part in ("day", "month", "year")) else None


def _by(by: Asker) -> dict[str, Any]:
    return {"case_id": by.case_id, "version": by.version, "member": by.member}


ACTS: Final[Mapping[str, tuple[Callable[[TypedForm, Asker], object], str]]] = MappingProxyType(
    {
        "pause": (_pause, "Paused. Its days do not count from then on, and are given back."),
        "resume": (_resume, "The clock goes on. The days on which it stood still are given back."),
        "take-back-pause": (_take_back_pause, "The pause was taken back. Its days count."),
        "extend": (_extend, "Extended. The reply has its new day."),
        "take-back-extension": (_take_back_extension, "The extension was taken back. The reply is due as before."),
        "note": (_note, "Written down. Dates that count from this day have been counted again."),
        "forget": (_forget, "Taken out. Dates have been counted again."),
        "spoken": (_spoken, "Written down. Dates have been counted again."),
        "other-met": (_other_met, "Written down. It is not counted as due any more."),
        "other-aside": (_other_aside, "Set aside. Nobody is asked about it any more."),
        "other-out": (_other_out, "Taken out. The date has to be kept again."),
    }
)
