"""Time the check of the whole history, and what writing down a read costs: ``python bench/audit.py --events 100000``.

The history is made at once, in chains of forty events each; the check is the one behind ``putright verify``.
"""

import argparse
import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
CHAIN_LENGTH = 40


def main() -> None:
    """Make a history in a fresh home, check it, and time reads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--reads", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "PUTRIGHT_HOME": home,
            "PUTRIGHT_COUNCIL": "brackenshire",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _fill(asked.events)
        _time_check(asked.events)
        _time_reads(asked.reads)


def _fill(number: int) -> None:
    from django.utils import timezone

    from cases.events import digest_of_event
    from cases.models import Case, Event

    at = timezone.now() - timedelta(days=1)
    Case.objects.bulk_create(
        Case(reference=f"BENCH-{n}", received_at=at, gist="Visits missed", kind="complaint", stage="1")
        for n in range(number // CHAIN_LENGTH)
    )
    events = []
    for case_id in Case.objects.values_list("pk", flat=True):
        before = ""
        for place in range(1, CHAIN_LENGTH + 1):
            verb = "case_opened" if place == 1 else "case_read"
            event = Event(chain=f"case:{case_id}", number=place, at=at, verb=verb, case_id=case_id, before=before)
            event.facts = {"what": "case"}
            before = event.digest = digest_of_event(event)
            events.append(event)
    Event.objects.bulk_create(events, batch_size=5_000)


def _time_check(number: int) -> None:
    from django.utils import timezone

    from cases.audit.check_chains import check_chains
    from cases.audit.check_rows import check_rows
    from cases.audit.check_seals import check_seals
    from cases.audit.seals import seal

    for name, work in (
        ("seal", lambda: seal(timezone.now())),
        ("chains", lambda: list(check_chains())),
        ("seals", lambda: list(check_seals())),
        ("rows", lambda: list(check_rows())),
    ):
        began, cpu = time.monotonic(), time.process_time()
        found = work()
        told = "" if name == "seal" else f", {len(found)} faults"
        print(f"{name}: {time.monotonic() - began:.1f} s ({time.process_time() - cpu:.1f} of processor time){told}")
    print(f"{number:,} events")


def _time_reads(number: int) -> None:
    from cases.audit.reads import record_read
    from cases.models import Case, TeamMember

    member = TeamMember.objects.create(username="bench")
    ids = list(Case.objects.values_list("pk", flat=True)[:number])
    for name in ("first", "again"):
        times = []
        for case_id in ids:
            began = time.monotonic()
            record_read(case_id=case_id, member=member, what="case")
            times.append((time.monotonic() - began) * 1000)
        times.sort()
        print(f"a read, {name}: {times[len(times) // 2]:.1f} ms, 19 in 20 under {times[int(len(times) * 0.95)]:.1f}")


if __name__ == "__main__":
    main()
