"""Who is called about danger, and when, is data: whole, with sources, and every fault of it is said at once."""

from datetime import time

import pytest

from config.packs import load_council, load_councils
from config.safety import SAFETY_FILE, Channel, Since, Tells, load_safety
from config.toml_tables import ConfigError


@pytest.fixture
def own(tmp_path):
    """Write a council's own file, changed from ours, and return its folder."""

    def write(*changes):
        words = SAFETY_FILE.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in words
            words = words.replace(old, new, 1)
        (tmp_path / "safety.toml").write_text(words, encoding="utf-8")
        return tmp_path

    return write


def test_somebody_on_duty_is_called_at_once_and_the_manager_after_a_quarter_of_an_hour():
    steps = {step.id: step for step in load_safety().steps}
    assert (steps["duty"].minutes, steps["duty"].tells) == (0, (Tells.ON_DUTY,))
    assert (steps["unopened"].minutes, steps["unopened"].tells) == (15, (Tells.MANAGER,))
    assert (steps["unconfirmed"].since, steps["unconfirmed"].minutes) == (Since.ESCALATED, 30)
    assert set(steps["hour"].tells) == set(Tells)


def test_every_value_has_its_source():
    rules = load_safety()
    assert all(row.source for row in (*rules.steps, *rules.numbers, rules.unscreened))


def test_what_could_not_be_read_sends_no_text_message():
    assert load_safety().unscreened.channels == (Channel.MAIL,)


def test_a_councils_own_file_takes_the_place_of_ours(own):
    assert load_safety(own(("minutes = 15", "minutes = 5"))).step("unopened").minutes == 5


def test_a_folder_without_one_leaves_ours(tmp_path):
    assert load_safety(tmp_path) == load_safety()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(('until = "opened"', 'until = "written"'), "until", id="an end that never comes"),
        pytest.param(('tells = ["manager"]', 'tells = ["mayor"]'), "mayor", id="nobody of that name"),
        pytest.param(('tells = ["manager"]', "tells = []"), "tells", id="nobody at all"),
        pytest.param(('id = "unopened"', 'id = "duty"'), "twice", id="one name for two steps"),
        pytest.param(("minutes = 15\n", "minutes = 0\n"), "minutes", id="no minutes"),
        pytest.param(("times = 24", ""), "times", id="again and again without an end"),
        pytest.param(('steps = ["duty", "unopened"]', 'steps = ["dutty"]'), "dutty", id="a step that is not there"),
        pytest.param(("first_seconds = 15", "first_second = 15"), "first_second", id="a misspelt key"),
        pytest.param(('tells = ["on_duty"]', 'tells = ["manager"]'), "call nobody at once", id="nobody called at once"),
        pytest.param(("[retry]", "[retry"), "cannot be read", id="no TOML"),
    ],
)
def test_a_fault_is_named(own, change, said):
    with pytest.raises(ConfigError, match=r"safety\.toml") as error:
        load_safety(own(change))
    assert said in str(error.value)


def test_all_faults_are_said_at_once(own):
    with pytest.raises(ConfigError) as error:
        load_safety(own(('until = "opened"', 'until = "told"'), ("first_seconds = 15", "first_seconds = 0")))
    assert len(error.value.faults) == 2


def _council(tmp_path, safety):
    (tmp_path / "councils").mkdir()
    for kind in ("procedures", "calendars"):
        (tmp_path / kind).mkdir()
    (tmp_path / "councils" / "own.toml").write_text(
        'id = "own"\nname = "Own"\nsource = "Invented"\n[procedures]\nstatutory = "statutory_default"\n'
        f'corporate = "corporate_default"\nenglish_fluency = "english_fluency_default"\n{safety}',
        encoding="utf-8",
    )
    return tmp_path


def test_a_council_names_its_contacts_and_hours(tmp_path):
    words = '[safety]\nopens = "09:00"\ncloses = "16:45"\n[safety.manager]\nemail = "m@council.example"\n'
    safety = load_council("own", _council(tmp_path, words)).safety
    assert (safety.opens, safety.closes) == (time(9), time(16, 45))
    assert (safety.manager.is_known, safety.emergency_duty.is_known) == (True, False)


def test_a_council_without_contacts_is_no_fault():
    assert not load_councils()["devon"].safety.duty.is_known


@pytest.mark.parametrize(
    "words",
    [
        pytest.param('[safety]\nopens = "25:00"\n', id="no time of day"),
        pytest.param('[safety]\nopens = "18:00"\ncloses = "09:00"\n', id="closed before it opens"),
        pytest.param('[safety.duty]\nemail = "duty desk"\n', id="no address"),
        pytest.param('[safety.duty]\ntext = "ask the desk"\n', id="no number"),
        pytest.param('[safety.duties]\nemail = "d@council.example"\n', id="a misspelt contact"),
    ],
)
def test_a_contact_that_cannot_be_called_is_a_fault(tmp_path, words):
    with pytest.raises(ConfigError, match="safety"):
        load_council("own", _council(tmp_path, words))
