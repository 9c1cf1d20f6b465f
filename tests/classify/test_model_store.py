"""A model is used only whole and unchanged; the one before can always be put back."""

import json
import shutil

import pytest

from classify.labels import Kind
from classify.model.linear import HERE, MANIFEST, WEIGHTS
from classify.model.packaged import load_model
from classify.model.store import Store, StoreError, load, read_manifest


@pytest.fixture
def new_model(tmp_path):
    folder = tmp_path / "new"
    folder.mkdir()
    shutil.copy(WEIGHTS, folder)
    manifest = json.loads(MANIFEST.read_text()) | {"version": "model:other"}
    (folder / MANIFEST.name).write_text(json.dumps(manifest))
    return folder


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "models")


def test_without_any_of_its_own_the_packaged_model_is_in_use(store):
    assert store.current() == HERE
    assert store.history() == ("",)


def test_a_model_put_to_use_is_a_copy_that_its_source_cannot_change(store, new_model):
    name = store.use(new_model)
    shutil.rmtree(new_model)
    assert load(store.current()).version == f"model:other+{load_model().encoder.name}"
    assert store.history() == ("", name)


def test_rolling_back_returns_to_the_one_before(store, new_model):
    store.use(new_model)
    assert store.roll_back() == ""
    assert store.current() == HERE
    with pytest.raises(StoreError, match="none before"):
        store.roll_back()


def test_a_model_taken_back_can_be_used_again(store, new_model):
    name = store.use(new_model)
    store.roll_back()
    assert store.use(new_model) == name


def test_the_model_in_use_is_not_put_to_use_twice(store, new_model):
    store.use(new_model)
    with pytest.raises(StoreError, match="already"):
        store.use(new_model)
    with pytest.raises(StoreError, match="already"):
        Store(store.folder / "none").use(HERE)


def _cut(folder):
    (folder / WEIGHTS.name).write_bytes(WEIGHTS.read_bytes()[:1000])


def _swap(folder):
    (folder / WEIGHTS.name).write_bytes(WEIGHTS.read_bytes() + b"x")


def _relabel(folder):
    manifest = json.loads(MANIFEST.read_text())
    manifest["message_labels"].reverse()
    (folder / MANIFEST.name).write_text(json.dumps(manifest))


def _take_manifest(folder):
    (folder / MANIFEST.name).unlink()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(_cut, id="weights cut short"),
        pytest.param(_swap, id="weights changed by one byte"),
        pytest.param(_relabel, id="made for other labels"),
        pytest.param(_take_manifest, id="no manifest"),
        pytest.param(lambda folder: (folder / MANIFEST.name).write_text("["), id="manifest is no JSON"),
        pytest.param(lambda folder: (folder / WEIGHTS.name).unlink(), id="no weights"),
    ],
)
def test_a_damaged_model_is_never_used(store, new_model, damage):
    damage(new_model)
    with pytest.raises(StoreError):
        store.use(new_model)
    assert store.current() == HERE


@pytest.mark.parametrize(
    "text",
    ["[", "{}", '{"in_use": ["../../somewhere"]}', '{"in_use": [3]}', '{"in_use": "abc"}'],
    ids=["no JSON", "nothing", "a way out of the folder", "a number", "no list"],
)
def test_a_broken_note_of_what_is_in_use_is_said(store, text):
    store.folder.mkdir()
    (store.folder / "in-use.json").write_text(text)
    with pytest.raises(StoreError, match="take it away"):
        store.history()


def test_a_model_of_a_folder_reads_as_the_packaged_one_does(store, new_model):
    store.use(new_model)
    kept, packaged = load(store.current()), load_model()
    assert kept.encoder.name == packaged.encoder.name
    assert kept.linear.calibration.kind.tolist() == packaged.linear.calibration.kind.tolist()
    assert len(kept.linear.calibration.kind) == len(Kind) + 1
    assert kept.version == read_manifest(store.current())["version"] == f"model:other+{packaged.encoder.name}"
