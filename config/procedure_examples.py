"""Count every pack's worked examples again: a date somebody counted by hand against the limit and the calendar."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from config.procedure import Limit, Procedure, Unit, named_limits
from config.procedure_versions import procedures_on

Count = Callable[[int, Unit, date], date]
"""Give the last day of a limit of so many units from a day."""


def wrong_examples(procedures: Iterable[Procedure], count: Count) -> Iterator[str]:
    """Yield, in words with the cure, every worked example that is counted otherwise; ``count`` is the clocks' own.

    An example belongs to the version in force on the day it counts from: where a default changed meanwhile, the same
    page has other dates before and after.
    """
    every = tuple(procedures)
    for procedure in every:
        versions = [one for one in every if (one.id, one.version) == (procedure.id, procedure.version)]
        named = named_limits(procedure)
        for example in procedure.examples:
            if procedures_on(versions, example.anchor_on)[procedure.id] is not procedure:
                continue
            limit = named[example.what]
            due_on = count(limit.n, limit.unit, example.anchor_on)
            if due_on != example.due_on:
                yield (
                    f"{procedure.id} ({procedure.version}): example {example.what!r}: {_words(limit)} from "
                    f"{example.anchor_on} end on {due_on}, and the example says {example.due_on}; correct the example, "
                    "the limit, or the calendar"
                )


def _words(limit: Limit) -> str:
    return f"{limit.n} {limit.unit.replace('_', ' ')}"
