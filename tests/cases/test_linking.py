"""Linking two cases changes neither, and makes nobody who works on them wait in a circle."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Role
from cases.services.matters import linking
from tests.factories import make_case, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make_member(role=Role.MANAGER)


def test_linking_two_cases_waits_for_nobody_who_decides_about_their_messages(member):
    """Neither case's messages change, so whoever links need not wait for them."""
    case, other = make_case(), make_case()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        pair = linking.link_cases(case_id=case.pk, reference=other.reference, member=member)
        linking.unlink_cases(pair_id=pair.pk, member=member)
    assert not [query["sql"] for query in asked if 'FROM "cases_mail"' in query["sql"]]
