"""Hold what is suggested about a mail that could not be sorted: nothing, and that a person must decide everything."""

from classify.labels import Kind, Route
from routing.assessment import Assessment, Doubt, Matter, Ruling, Suggestion, Sureness

_RULING = Ruling(
    rule="unsorted",
    source="",
    words="Putright could not sort this message. Read it whole and decide.",
)


def unsorted_assessment(subject: str) -> Assessment:
    """Return the assessment of a mail that no machine could sort: it is taken for a complaint until a person looks."""
    matter = Matter(
        number=1,
        route=Route.STATUTORY,
        reason=None,
        gist="Not sorted yet",
        evidence=(),
        sureness=Sureness.NOT_SURE,
        ruling=_RULING,
    )
    return Assessment(
        kind=Suggestion(value=Kind.COMPLAINT, sureness=Sureness.NOT_SURE, evidence=(), ruling=_RULING),
        stage=None,
        matters=(matter,),
        flags=(),
        facts=(),
        gist=subject[:70] or "Not sorted yet",
        doubts=(Doubt(code="unsorted", about="case", words=_RULING.words),),
        hits=(),
        misses=(),
        version="unsorted",
    )
