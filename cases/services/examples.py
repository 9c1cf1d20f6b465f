"""Make labelled examples of what reviewers corrected: pseudonymised, opt-in, and unused until a person accepts each."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from hmac import new as keyed
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F

from cases import events
from cases.errors import NotNowError
from cases.examples import row_of
from cases.models import Case, Decision, Event, TeamMember
from cases.services.common import require_decider
from cases.states import WHICH_CASE_OPEN
from classify.model.examples import ACCEPTED, accept, faults_of, write_rows

CHAIN = "examples"
EXPORTED, FILE = "example_exported", "corrections-{number}.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """Hold what one export did: the file (None if nothing was new), its rows, those still to complete, those left out.

    ``left_out`` are cases with monitoring data, whose words a model must not see, or that a person left undecided.
    """

    path: Path | None
    rows: int
    to_complete: int
    left_out: int


@transaction.atomic
def export_examples(*, folder: Path, member: TeamMember) -> Exported:
    """Write the corrected cases that were not exported since they were decided; each one's export is an event.

    Raises:
        NotNowError: while PUTRIGHT_LEARN is off, which it is unless it was switched on.
        NotAllowedError: for who may not decide about cases.

    """
    if not settings.PUTRIGHT_LEARN:
        raise NotNowError("Learning from corrections is off. Set PUTRIGHT_LEARN=1 once your council has agreed to it.")
    require_decider(member)
    key = keyed(settings.SECRET_KEY.encode(), b"putright examples", sha256).digest()
    cases = list(_corrected())
    made = [(case, row) for case in cases if (row := row_of(case, key))]
    path = _new_path(folder) if made else None
    for case, _ in made:
        events.record_for_case(EXPORTED, case, actor=member)
    facts = {"rows": len(made), "left_out": len(cases) - len(made)}
    events.record("examples_exported", chain=CHAIN, actor=member, facts=facts)
    if path:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_rows(path, [{**row, ACCEPTED: False} for _, row in made])
    to_complete = sum(bool(faults_of(row)) for _, row in made)
    return Exported(path=path, rows=len(made), to_complete=to_complete, left_out=len(cases) - len(made))


@transaction.atomic
def accept_examples(*, folder: Path, names: list[str], member: TeamMember) -> int:
    """Mark examples that this person has looked through as fit to learn from; return how many were not before.

    Raises:
        ExamplesError: if one is not there or has a fault; then none is marked.
        NotAllowedError: for who may not decide about cases.

    """
    require_decider(member)
    marked = accept(folder, names)
    events.record("examples_accepted", chain=CHAIN, actor=member, facts={"ids": sorted(names)})
    return marked


def _corrected() -> Iterator[Case]:
    """Yield the cases in which a person chose otherwise than was suggested, and that were not exported since."""
    changed = Decision.objects.exclude(chosen="").exclude(chosen=F("suggested")).values("case")
    cases = Case.objects.filter(pk__in=changed, decided_at__isnull=False).exclude(which_case=WHICH_CASE_OPEN)
    for case in cases.order_by("pk"):
        exported = Event.objects.filter(case=case, verb=EXPORTED, at__gte=case.decided_at)
        if not exported.exists():
            yield case


def _new_path(folder: Path) -> Path:
    number = 1
    while (folder / FILE.format(number=number)).exists():
        number += 1
    return folder / FILE.format(number=number)
