"""Measuring, training, using and taking back a model, from the command line."""

import json
import logging
import shutil
import sys
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from cases.events import broken_links
from cases.management import measuring
from cases.models import Event
from cases.reading_model import find_model_in_use, model_in_use, model_store
from classify.model.corpus import read_examples
from classify.model.linear import MANIFEST, WEIGHTS
from classify.model.packaged import load_model
from tests.classify.test_corpus import ROW, changed

ROWS = [ROW, changed(id="t-2", body="Thank you all so much. Nobody arranged contact. Her manager laughed at me.")]


@pytest.fixture
def labelled(tmp_path):
    path = tmp_path / "labelled.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return path


@pytest.fixture(autouse=True)
def small_splits(monkeypatch, settings, tmp_path):
    """Two messages stand for each split, and models are kept in a folder of this test's own."""
    settings.PUTRIGHT_HOME = tmp_path / "home"
    monkeypatch.setattr(measuring, "SPLITS", dict.fromkeys(("development", "test"), lambda: read_examples(ROWS)))


def _call(*arguments):
    out = StringIO()
    call_command(*map(str, arguments), stdout=out, stderr=StringIO())
    return out.getvalue()


def _model(folder, version="model:other"):
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(WEIGHTS, folder)
    manifest = json.loads(MANIFEST.read_text()) | {"version": version}
    (folder / MANIFEST.name).write_text(json.dumps(manifest))
    return folder


def test_evaluate_prints_figures_and_never_a_text(labelled, tmp_path):
    said = _call("evaluate", labelled, "--out", tmp_path / "out")
    assert "2 messages" in said
    assert "danger (safeguarding, self-harm, threat), recall" in said
    assert "laughed" not in said
    assert json.loads((tmp_path / "out" / "figures.json").read_text())["on"] == ["labelled.jsonl"]


def test_evaluate_can_measure_what_the_team_is_shown(labelled):
    assert "what the team is shown" in _call("evaluate", labelled, "--as-shown")
    assert "the reader" in _call("evaluate", "--split", "test")


@pytest.mark.parametrize(
    "text", ["[", "{}", '{"id": "x", "labels": {}}'], ids=["no JSON", "an empty row", "no labels in it"]
)
def test_evaluate_says_that_a_file_holds_no_labelled_messages(tmp_path, text):
    (tmp_path / "x.jsonl").write_text(text)
    with pytest.raises(CommandError, match="Not labelled messages"):
        _call("evaluate", tmp_path / "x.jsonl")


def test_evaluate_names_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match=r"none\.jsonl"):
        _call("evaluate", tmp_path / "none.jsonl")


def test_training_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "classify.model.train", None)
    with pytest.raises(CommandError, match="pip install scikit-learn"):
        _call("train", "--out", tmp_path / "new")


@pytest.fixture
def fake_training(monkeypatch):
    given = []
    train = lambda folder, added: (_model(folder), given.extend(added))  # noqa: E731
    monkeypatch.setitem(sys.modules, "classify.model.train", SimpleNamespace(train=train))
    return given


def test_training_writes_model_figures_and_card_and_changes_nothing(fake_training, tmp_path):
    folder = tmp_path / "examples"
    folder.mkdir()
    rows = [changed(id="own-1", accepted=True), changed(id="own-2", accepted=False)]
    (folder / "corrections-1.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    said = _call("train", "--examples", folder, "--out", tmp_path / "new")
    assert [row["id"] for row in fake_training] == ["own-1"]
    assert {path.name for path in (tmp_path / "new").iterdir()} == {
        "weights.npz", "manifest.json", "figures.json", "CARD.md",
    }  # fmt: skip
    assert "It is no worse" in said
    assert find_model_in_use()[0].version == load_model().version


def test_training_refuses_faulty_examples_and_a_full_folder(fake_training, tmp_path):
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "a.jsonl").write_text(json.dumps(changed(labels__kind="nonsense", accepted=True)))
    with pytest.raises(CommandError, match="Accepted examples with faults: t-1"):
        _call("train", "--examples", tmp_path / "x", "--out", tmp_path / "new")
    with pytest.raises(CommandError, match="holds something already"):
        _call("train", "--out", tmp_path / "x")
    with pytest.raises(CommandError, match="holds no examples"):
        _call("train", "--examples", tmp_path / "none", "--out", tmp_path / "new")


@pytest.mark.django_db
def test_a_model_is_used_shown_and_taken_back_with_an_event_each(tmp_path):
    before = load_model().version
    _call("model", "use", _model(tmp_path / "new"))
    assert model_in_use().version == f"model:other+{load_model().encoder.name}"
    assert _call("model", "show").splitlines() == [f"In use: {model_in_use().version}.", f"Before: {before}."]
    assert f"In use: {before}." in _call("model", "rollback")
    assert model_in_use().version == before
    assert list(Event.objects.filter(chain="models").values_list("verb", flat=True)) == [
        "model_used",
        "model_rolled_back",
    ]
    assert broken_links("models") == []
    with pytest.raises(CommandError, match="none before it"):
        _call("model", "rollback")


@pytest.mark.django_db
def test_a_worse_model_is_not_used(monkeypatch, tmp_path):
    from cases.management.commands import model

    monkeypatch.setattr(model, "find_objections", lambda old, new: ("danger recall fell from 1.0 to 0.9",))
    with pytest.raises(CommandError, match="worse than the model in use: danger recall fell"):
        _call("model", "use", _model(tmp_path / "new"))
    assert not Event.objects.exists()
    assert model_store().history() == ("",)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["weights.npz", "manifest.json"])
def test_a_damaged_model_is_not_used(tmp_path, name):
    folder = _model(tmp_path / "new")
    (folder / name).write_bytes(b"x")
    with pytest.raises(CommandError, match=r"cannot be used|holds no model"):
        _call("model", "use", folder)
    assert not Event.objects.exists()


def test_mail_is_read_on_with_the_packaged_model_if_the_one_in_use_is_damaged(tmp_path, caplog):
    store = model_store()
    store.use(_model(tmp_path / "new"))
    (store.current() / "weights.npz").write_bytes(b"x")
    (store.current() / "manifest.json").touch()
    with caplog.at_level(logging.ERROR):
        assert model_in_use().version == load_model().version
    assert "packaged one reads" in caplog.text
    said = _call("model", "show")
    assert "not the one that was put to use" in said


def test_a_model_before_that_is_gone_is_said(tmp_path):
    store = model_store()
    store.use(_model(tmp_path / "new"))
    gone = store.current()
    (tmp_path / "home" / "models" / "in-use.json").write_text(json.dumps({"in_use": ["0" * 16, gone.name]}))
    assert "cannot be used any more" in _call("model", "show")


def test_the_cards_are_written_of_the_model_in_use(tmp_path):
    _call("model", "card", "--out", tmp_path / "docs")
    assert load_model().version in (tmp_path / "docs" / "model-card.md").read_text()
    assert "Brackenshire" in (tmp_path / "docs" / "transparency-record.md").read_text()


def test_a_card_without_figures_asks_to_measure(tmp_path):
    model_store().use(_model(tmp_path / "new"))
    with pytest.raises(CommandError, match="--measure"):
        _call("model", "card", "--out", tmp_path / "docs")
    _call("model", "card", "--out", tmp_path / "docs", "--measure")
    assert "model:other" in (tmp_path / "docs" / "model-card.md").read_text()
