"""Raise one sign of danger in a mail, however often the mail is read: none is lost, and none is shown twice."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from cases.models import Alert, Mail
from cases.states import AlertState

Word = Mapping[str, Any]


def raise_alert(mail: Mail, flag: str, evidence: Sequence[Word]) -> None:
    """Raise one sign of danger in a locked mail.

    Words that were raised before change nothing. New ones join an alert that nobody has opened yet; where somebody has,
    or has dealt with it, they are raised anew, because nobody has seen these: they are called about like the first.
    """
    rows = list(mail.alerts.filter(flag=flag).order_by("round"))
    known = [word for row in rows for word in row.words]
    new: list[dict[str, Any]] = []
    for word in evidence:
        if not any(_is_same(word, old) for old in (*known, *new)):
            new.append(dict(word))
    if rows and not new:
        return
    if rows and rows[-1].state == AlertState.OPEN and rows[-1].opened_at is None:
        rows[-1].words = [*rows[-1].words, *new]
        rows[-1].save(update_fields=["words"])
        return
    number = rows[-1].round + 1 if rows else 0
    Alert.objects.create(mail=mail, case=mail.case, flag=flag, words=new, raised_at=timezone.now(), round=number)


def _is_same(word: Word, old: Word) -> bool:
    """Say whether two quotes are of one place: the screen marks a few words where the full reading marks a sentence.

    The same words in another place are another sentence, and nobody has looked at it.
    """
    if "where" not in word or "where" not in old:
        return bool(word.get("quote") == old.get("quote"))
    return bool(word["where"] == old["where"] and word["start"] < old["end"] and old["start"] < word["end"])
