"""Measure how long one mail takes to be compared with all before it: ``python -m bench.likeness [MAILS] [CAMPAIGN]``.

Fills a throw-away database with mails of words drawn at random, and a campaign among them; then looks new ones up.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

BATCH = 2_000
LOOKS = 200
TEMPLATE_WORDS, PERSONAL_WORDS = 180, 40


def main(mails: int, campaign: int) -> None:
    """Fill, look up, print."""
    home = tempfile.TemporaryDirectory()
    os.environ |= {"PUTRIGHT_HOME": home.name, "PUTRIGHT_COUNCIL": "brackenshire"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    rng = random.Random(3)  # noqa: S311 - words for a measurement, no secret
    template = _words(rng, TEMPLATE_WORDS)
    _fill(rng, mails, campaign, template)
    print(f"{mails:,} mails kept, {campaign:,} of them one campaign: {time.perf_counter() - started:.0f} s")
    print(f"database: {sum(path.stat().st_size for path in Path(home.name).glob('*.sqlite3*')) / 1e6:.0f} MB")
    for name, own in (("an ordinary mail", ""), ("one more of the campaign", template)):
        took = [_look(rng, own) for _ in range(LOOKS)]
        found = took[-1][1]
        times = sorted(1_000 * seconds for seconds, _ in took)
        print(f"{name}: {statistics.median(times):.1f} ms (19 in 20 under {times[int(0.95 * LOOKS)]:.1f} ms), {found}")


def _words(rng: random.Random, number: int) -> str:
    return " ".join(f"w{int(rng.paretovariate(0.6)) % 40_000}" for _ in range(number))


def _message(words: str, sender: str):  # noqa: ANN202 - Django and the types come in only after it was set up
    from ingest.message import Address, Message, Segment, SegmentKind

    own = Segment(kind=SegmentKind.OWN, start=0, end=len(words))
    return Message(digest="", sender=Address(name="", address=sender), subject="", body=words, segments=(own,))


def _fill(rng: random.Random, mails: int, campaign: int, template: str) -> None:
    from django.db import transaction
    from django.utils import timezone

    from cases.models import Campaign, Case, Mail
    from ingest.plain import message_to_plain

    now = timezone.now()
    group = Campaign.objects.create(first_at=now)
    every = max(1, mails // max(campaign, 1))
    for start in range(0, mails, BATCH):
        numbers = range(start, min(start + BATCH, mails))
        is_one = {n: bool(campaign) and n % every == 0 for n in numbers}
        messages = {
            n: _message(
                f"{template if is_one[n] else _words(rng, TEMPLATE_WORDS)} {_words(rng, PERSONAL_WORDS)}",
                f"p{n}@post.example",
            )
            for n in numbers
        }
        with transaction.atomic():
            cases = Case.objects.bulk_create(
                Case(
                    reference=f"X-{n}", received_at=now, gist="x", kind="complaint", person_address=f"p{n}@post.example"
                )
                for n in numbers
            )
            rows = Mail.objects.bulk_create(
                Mail(
                    digest=f"{n:064d}", size_bytes=1, received_at=now - timedelta(minutes=mails - n), stored_at=now,
                    state="drafted", state_since=now, due_at=now, sender_address=f"p{n}@post.example",
                    message_id=f"<{n}@post.example>", text=message_to_plain(messages[n]), case=case,
                )
                for n, case in zip(numbers, cases, strict=True)
            )  # fmt: skip
            _keep_prints(rows, [messages[n] for n in numbers], [group if is_one[n] else None for n in numbers])


def _keep_prints(rows: list[Any], messages: list[Any], groups: list[Any]) -> None:
    """Keep the prints of mails, as the product does, in two statements for them all."""
    from cases.models import PrintBand, TextPrint
    from cases.prints import texts_of

    found = [texts_of(message).prints()[0][2] for message in messages]
    prints = TextPrint.objects.bulk_create(
        TextPrint(mail=row, piece="words", words=one.words, campaign=group)
        for row, one, group in zip(rows, found, groups, strict=True)
    )
    bands = (
        PrintBand(band=band, text_print=kept) for kept, one in zip(prints, found, strict=True) for band in one.bands
    )
    PrintBand.objects.bulk_create(bands, batch_size=10_000)


def _look(rng: random.Random, own: str) -> tuple[float, str]:
    """Return the seconds one mail's comparing took, all of it in one transaction that is undone."""
    from django.db import transaction
    from django.utils import timezone

    from cases.models import Mail
    from cases.neighbours import known_cases
    from cases.prints import count_members, find_alike, keep_prints, note_campaign, texts_of

    message = _message(f"{own or _words(rng, TEMPLATE_WORDS)} {_words(rng, PERSONAL_WORDS)}", "new@post.example")
    now = timezone.now()
    with transaction.atomic():
        mail = Mail.objects.create(
            digest=f"{rng.random()}", size_bytes=1, received_at=now, stored_at=now, state_since=now, due_at=now,
            sender_address="new@post.example",
        )  # fmt: skip
        started = time.perf_counter()
        texts = texts_of(message)
        likely = find_alike(mail, texts)
        known_cases(mail, message, likely)
        keep_prints(mail, texts)
        group = note_campaign(mail, texts, likely)
        found = f"one of {count_members(group.pk)[0] + 1:,}" if group else "alone"
        seconds = time.perf_counter() - started
        transaction.set_rollback(True)
    return seconds, found


if __name__ == "__main__":
    main(*(int(value) for value in (sys.argv[1:] + ["100000", "5000"][len(sys.argv) - 1 :])))
