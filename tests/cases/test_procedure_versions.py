"""A case keeps the page that was in force on its day of receipt, in its dates, its matters and its letters."""

from datetime import UTC, date, datetime

import pytest

from cases import desk
from cases.clocks import save_deadlines
from cases.letter_case import letter_case
from cases.management.looks import State, look_at_packs
from cases.models import Case
from config.packs import HOME, load_councils, load_procedures
from routing.deadlines import What
from tests.cases.stories import a_mail, arrive

pytestmark = pytest.mark.django_db


@pytest.fixture
def packs(settings, tmp_path):
    """Give the council packs of its own, and read them anew before and after."""
    for kind in ("procedures", "councils"):
        (tmp_path / kind).mkdir()
    settings.PUTRIGHT_PACKS = str(tmp_path)
    _read_anew()
    yield tmp_path
    _read_anew()


def _read_anew():
    for read in (load_procedures, load_councils, desk.desk_council, desk.desk_procedures, desk.desk_calendar):
        read.cache_clear()


def _new_page(packs, begins: str, days: int = 15):
    """Write the statutory page anew from a day on, with another time to reply at stage 1."""
    text = (HOME / "procedures" / "statutory_default.toml").read_text(encoding="utf-8")
    head, examples, rest = text.partition("examples = [")
    text = head + rest.partition("\n]\n")[2]
    assert examples
    text = text.replace("valid_from = 2006-09-01", f"valid_from = {begins}").replace("2006 Regulations", "new page")
    text = text.replace("limit = { n = 10,", f"limit = {{ n = {days},")
    (packs / "procedures" / f"statutory_default.{begins}.toml").write_text(text, encoding="utf-8")
    _read_anew()


def _reply_on(case: Case) -> date:
    return case.deadlines.filter(what=What.REPLY).values_list("due_on", flat=True).first()


def _a_case() -> Case:
    """Return a case received on Monday 2 March 2026."""
    (mail,) = arrive(a_mail())
    return mail.case


@pytest.mark.parametrize(
    ("begins", "version", "reply_on"),
    [
        pytest.param("2026-03-03", "2006 Regulations", date(2026, 3, 16), id="the page changed the day after"),
        pytest.param("2026-03-02", "new page", date(2026, 3, 23), id="the page changed on that day"),
    ],
)
def test_a_case_is_opened_under_the_page_of_its_day(packs, begins, version, reply_on):
    _new_page(packs, begins)
    case = _a_case()
    assert {matter.procedure_version for matter in case.matters.all()} == {version}
    assert _reply_on(case) == reply_on
    assert {procedure.version for procedure in letter_case(case).procedures} == {version}


def test_a_case_keeps_its_page_when_the_page_changes_while_it_is_open(packs):
    case = _a_case()
    before = _reply_on(case)
    _new_page(packs, "2026-03-05")
    save_deadlines(case, council=desk.desk_council(), procedures=desk.desk_procedures())
    assert _reply_on(case) == before == date(2026, 3, 16)
    # One received the day the page changed is counted by the new one.
    case.received_at = datetime(2026, 3, 5, 9, tzinfo=UTC)
    save_deadlines(case, council=desk.desk_council(), procedures=desk.desk_procedures())
    assert _reply_on(case) == date(2026, 3, 26)


def test_the_check_names_every_fault_of_every_pack(packs):
    text = (HOME / "procedures" / "devon_children.toml").read_text(encoding="utf-8")
    text = text.replace("n = 50", "n = 0").replace('publisher = "Devon County Council"', "publisher = 5")
    (packs / "procedures" / "devon_children.toml").write_text(text, encoding="utf-8")
    council = (HOME / "councils" / "devon.toml").read_text(encoding="utf-8").replace("corporate_default", "nowhere")
    (packs / "councils" / "devon.toml").write_text(council, encoding="utf-8")
    found = list(look_at_packs())
    assert {row.state for row in found} == {State.WRONG}
    said = [row.words for row in found]
    assert [words.split(": ")[1] for words in sorted(said)] == [
        "procedures.corporate",
        "publisher",
        "stages[3].limit.n",
    ]
    assert "devon_children.toml: stages[3].limit.n: is 0; write a whole number, 1 or more" in said


def test_the_check_names_a_fault_of_the_council_s_own_clocks(packs):
    (packs / "clocks.toml").write_text("amber_working_days = 0\n", encoding="utf-8")
    said = [row.words for row in look_at_packs() if row.state is State.WRONG]
    assert any("clocks.toml: amber_working_days: is 0" in words for words in said)


@pytest.mark.parametrize(
    ("council", "follows", "is_asked"),
    [
        pytest.param("norfolk", False, True, id="a page that ends and nothing follows"),
        pytest.param("norfolk", True, False, id="a page that ends and is followed"),
        pytest.param("devon", False, False, id="a page without an end"),
    ],
)
def test_the_check_asks_for_the_page_that_follows_one_that_ends(
    packs, settings, monkeypatch, council, follows, is_asked
):
    monkeypatch.setattr("cases.management.looks.timezone.localdate", lambda: date(2026, 12, 1))
    settings.PUTRIGHT_COUNCIL = council
    if follows:
        text = (HOME / "procedures" / "norfolk_foster_carers_old.toml").read_text(encoding="utf-8")
        text = text.replace("valid_from = 2026-01-01\nvalid_to = 2026-12-31", "valid_from = 2027-01-01")
        (packs / "procedures" / "norfolk_foster_carers_old.2027-01-01.toml").write_text(text, encoding="utf-8")
    said = " ".join(row.words for row in look_at_packs() if row.state is State.LOOK)
    asked = "in force to 31 December 2026, and no version follows it. Write the page that does as procedures/norfolk_foster_carers_old.2027-01-01.toml"
    assert (asked in said) is is_asked


def test_the_check_counts_worked_examples_again_and_stops_nothing(packs):
    text = (HOME / "procedures" / "devon_children.toml").read_text(encoding="utf-8")
    assert "due_on = 2026-11-10" in text
    (packs / "procedures" / "devon_children.toml").write_text(
        text.replace("due_on = 2026-11-10", "due_on = 2026-11-11"), encoding="utf-8"
    )
    wrong = [row.words for row in look_at_packs() if row.state is State.WRONG]
    assert len(wrong) == 1
    assert "50 working days from 2026-09-01 end on 2026-11-10, and the example says 2026-11-11" in wrong[0]
    assert desk.desk_procedures()
