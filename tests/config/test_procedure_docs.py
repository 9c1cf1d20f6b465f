"""The documentation's own pack loads, its table is what the packs say, and a procedure is shown with nothing hidden."""

import re
from datetime import date
from pathlib import Path

import pytest

from config.__main__ import main
from config.packs import HOME, find_faults, load_calendar, load_councils, load_procedures
from config.procedure import Anchor, Confidence, Since, Unit
from config.procedure_examples import wrong_examples
from config.procedure_words import EVENTS, KNOWN_BY, SINCE, UNITS, procedure_lines
from routing.count import count_limit

DOCUMENT = (Path(__file__).parents[2] / "docs" / "procedures.md").read_text(encoding="utf-8")
PROCEDURES = load_procedures()
NO_STAGE = "no such stage"


@pytest.fixture
def own(tmp_path):
    """Return a packs folder with the documentation's example and a council that names it."""
    (tmp_path / "procedures").mkdir()
    (tmp_path / "councils").mkdir()
    (pack,) = re.findall(r"```toml\n(.*?)```", DOCUMENT, re.DOTALL)
    (tmp_path / "procedures" / "brackenshire_children.toml").write_text(pack, encoding="utf-8")
    council = (HOME / "councils" / "brackenshire.toml").read_text(encoding="utf-8")
    council = council.replace('statutory = "statutory_default"', 'statutory = "brackenshire_children"')
    (tmp_path / "councils" / "brackenshire.toml").write_text(council, encoding="utf-8")
    return tmp_path


def test_the_documented_pack_loads_and_counts_as_it_says(own):
    assert find_faults(own) == ()
    procedures = load_procedures(own)
    assert "brackenshire_children" in load_councils(own)["brackenshire"].procedures.values()
    calendar = load_calendar()
    assert not tuple(
        wrong_examples(procedures.every_version(), lambda n, unit, on: count_limit(n, unit, on, calendar)[0])
    )
    stage = procedures["brackenshire_children"].stages[1]
    assert (stage.limit.anchor, stage.next_stage_request.default_of) == (Anchor.STATEMENT_AGREED, "statutory_default")


def test_the_documented_way_of_changing_a_page_works(own):
    file = own / "procedures" / "brackenshire_children.toml"
    changed = file.read_text(encoding="utf-8").replace("valid_from = 2026-04-01", "valid_from = 2027-04-01")
    (own / "procedures" / "brackenshire_children.2027-04-01.toml").write_text(changed, encoding="utf-8")
    assert find_faults(own) == ()
    old, new = load_procedures(own).versions("brackenshire_children")
    assert (old.valid_to, new.valid_from) == (date(2027, 3, 31), date(2027, 4, 1))


def _days(*limits):
    numbers = [f"{limit.n}{'*' if limit.is_default else ''}" for limit in limits if limit]
    if not numbers:
        return "–"
    kind = "WD" if limits[0].unit is Unit.WORKING_DAYS else "days"
    stars = "*" if numbers[-1].endswith("*") else ""
    numbers[-1] = numbers[-1].removesuffix("*")
    later = " from the acknowledgement" if limits[0].anchor is Anchor.ACK_SENT else ""
    return f"{', '.join(numbers)} {kind}{stars}{later}"


def _row(procedure):
    stages = dict(enumerate(procedure.stages, start=1))
    lengths = (_days(stages[n].limit, stages[n].maximum) if n in stages else NO_STAGE for n in (1, 2, 3))
    times_to_ask = (_days(stages[n].next_stage_request) if n + 1 in stages else NO_STAGE for n in (1, 2))
    cells = [f"`{procedure.id}`", _days(procedure.acknowledgement), *lengths, *times_to_ask]
    return f"| {' | '.join(cells)} |"


def test_the_table_of_packs_is_what_the_packs_say():
    rows = [line for line in DOCUMENT.splitlines() if line.startswith("| `")]
    assert rows == [_row(PROCEDURES[id_]) for id_ in sorted(PROCEDURES)]


@pytest.mark.parametrize("key", ["family", "unit_used", "from", "confidence", "milestones", "entry_rules", "recalled", "valid_to"])  # fmt: skip
def test_every_part_of_a_pack_is_explained(key):
    assert f"`{key}`" in DOCUMENT or f"`[[{key}]]`" in DOCUMENT


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        pytest.param(UNITS, Unit, id="units"),
        pytest.param(EVENTS, Anchor, id="events"),
        pytest.param(SINCE, Since, id="since when"),
        pytest.param(KNOWN_BY, Confidence, id="how it is known"),
    ],
)
def test_every_value_has_its_words(table, kind):
    assert set(table) == set(kind)


@pytest.mark.parametrize(
    ("id_", "words"),
    [
        pytest.param("devon_children", "Acknowledge: 5 working days from the day it was received. NOT ON THE PAGE, statutory_default stands in", id="a default stands in, openly"),
        pytest.param("norfolk_foster_carers_old", "older copy, three stages, from 2026-01-01 to 2026-12-31", id="from when to when"),
        pytest.param("norfolk_foster_carers_old", "the page does not say of which kind of day; generally; can take longer", id="25 days of no kind"),
        pytest.param("norfolk_foster_carers_old", "0845 602 1983; Mon-Fri 8.30am-5pm; 0762 480 4323. When: any time; usually after the council's procedure. OUT OF DATE.", id="a contact out of date"),
        pytest.param("norfolk_foster_carers_old", "enters the complaints procedure", id="must not: words the pack does not hold"),
        pytest.param("norfolk_foster_carers_old", "Enters at stage 2.", id="an entry rule"),
        pytest.param("norfolk_foster_carers_old", "Before it begins: the council must agree that stage two is appropriate", id="a gate"),
        pytest.param("shropshire_children", "Reply at the latest (full response): 65 working days", id="a milestone"),
        pytest.param("shropshire_children", "printed for 'stage 2 and stage 3', which does not fit the law", id="an anomaly"),
        pytest.param("statutory_default", "ONLY RECALLED, not in force: stage 3 acknowledgement", id="what is only recalled"),
        pytest.param("statutory_default", "If it is not answered in time: the person may go straight to stage 2", id="a missed stage"),
        pytest.param("corporate_default", "Not stated anywhere: stage 1 next_stage_request", id="what nobody says"),
        pytest.param("north_yorkshire_children", "1 year from when the person became aware; whether later ones are heard is not stated", id="a year from knowing"),
        pytest.param("north_yorkshire_children", "It tells a timescale for the reply.", id="what the acknowledgement tells"),
    ],
)  # fmt: skip
def test_a_procedure_is_shown_with_nothing_hidden(id_, words):
    said = "\n".join(procedure_lines(PROCEDURES[id_]))
    assert (words in said) is ("enters the complaints" not in words)


def test_every_limit_shown_names_its_source():
    for procedure in PROCEDURES.values():
        shown = [line for line in procedure_lines(procedure) if re.match(r" +[A-Z][^:]+: \d+ \w+ days from ", line)]
        assert shown
        assert all(re.search(r"\[.+; (?:read|the project)", line) for line in shown)


def test_the_command_shows_one_version_or_all(own, capsys):
    file = own / "procedures" / "brackenshire_children.toml"
    changed = file.read_text(encoding="utf-8").replace("valid_from = 2026-04-01", "valid_from = 2027-04-01")
    (own / "procedures" / "brackenshire_children.2027-04-01.toml").write_text(changed, encoding="utf-8")
    assert main(["brackenshire_children", "--packs", str(own)]) == 0
    assert capsys.readouterr().out.count("brackenshire_children: ") == 2
    assert main(["brackenshire_children", "--packs", str(own), "--on", "2027-03-31"]) == 0
    said = capsys.readouterr().out
    assert "from 2026-04-01 to 2027-03-31" in said
    assert "from 2027-04-01" not in said
    assert main([]) == 0
    assert capsys.readouterr().out.count("\n\n") == len(PROCEDURES)


def test_the_command_names_every_fault_and_every_unknown_id(own, capsys):
    assert main(["atlantis"]) == 1
    assert "No procedure atlantis: name one of coram_voice" in capsys.readouterr().err
    (own / "procedures" / "other.toml").write_text("id = 5\n", encoding="utf-8")
    assert main(["--packs", str(own)]) == 1
    said = capsys.readouterr().err
    assert "other.toml: id: is 5" in said
    assert "other.toml: valid_from: is None" in said
