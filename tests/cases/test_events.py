"""What happened is written down in chains that show any change."""

import pytest
from django.db import IntegrityError, transaction

from cases import events
from cases.models import Event
from tests.factories import make_case, make_member

pytestmark = pytest.mark.django_db


def _three(case, member):
    with transaction.atomic():
        for verb in ("case_opened", "case_read", "decisions_saved"):
            events.record_for_case(verb, case, actor=member, facts={"n": 1})
    return f"case:{case.pk}"


def test_a_chain_is_whole_as_written():
    chain = _three(make_case(), make_member())
    assert [event.number for event in Event.objects.filter(chain=chain)] == [1, 2, 3]
    assert events.broken_links(chain) == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"verb": "letter_sent"}, id="another verb"),
        pytest.param({"facts": {"n": 2}}, id="other facts"),
        pytest.param({"actor_id": None}, id="the person taken out"),
    ],
)
def test_a_changed_event_is_seen(change):
    chain = _three(make_case(), make_member())
    Event.objects.filter(chain=chain, number=2).update(**change)
    assert events.broken_links(chain) == [2]


def test_an_event_taken_out_is_seen():
    chain = _three(make_case(), make_member())
    Event.objects.filter(chain=chain, number=2).delete()
    assert events.broken_links(chain) == [3]


def test_an_event_rewritten_with_its_digest_breaks_the_next_link():
    chain = _three(make_case(), make_member())
    event = Event.objects.get(chain=chain, number=2)
    event.verb = "case_filed"
    event.digest = events.digest_of_event(event)
    event.save()
    assert events.broken_links(chain) == [3]


def test_two_events_cannot_take_the_same_place():
    case = make_case()
    chain = _three(case, make_member())
    twin = Event.objects.get(chain=chain, number=3)
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_its_change_is_refused():
    with pytest.raises(RuntimeError, match="outside a transaction"):
        events.record("case_read", chain="case:1")
