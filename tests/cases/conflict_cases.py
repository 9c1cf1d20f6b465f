"""Make what the tests of conflicts begin with: colleagues, and complaints that name them."""

from cases.models import Conflict
from tests.cases.stories import a_case
from tests.factories import NOW, make_member

COMPLAINT = (
    "My son's social worker has not visited us since before Christmas. I rang the team manager, {name}, three times and "
    "nobody rings back. I want somebody to find out why.\n\nYours faithfully\nJoan Ashby\n"
)


def dana(**fields):
    return make_member("dana", **({"first_name": "Deborah", "last_name": "Cole"} | fields))


def noor(**fields):
    return make_member("noor", **({"first_name": "Noor", "last_name": "Haddad", "role": "manager"} | fields))


def shut(case, member, *, state="open"):
    return Conflict.objects.create(case=case, member=member, why="They know the family.", at=NOW, state=state)


def case_naming(name):
    return a_case(COMPLAINT.format(name=name))


# ---- what Putright finds ----
