"""Old storage files are opened within limits, whatever sizes and chains they name."""

import pytest

from ingest.outlook.ole_file import OleError, OleFile, open_within
from tests.ingest.outlook_files import ole

TREE = {"small": b"words", "large": b"long words " * 1_000, "inner": {"deep": b"deeper"}, "empty": b""}
DATA = ole(TREE)


def test_streams_and_storages_are_read():
    root = OleFile(DATA, 10**6).root
    assert {name: entry.read() for name, entry in root.streams().items()} == {
        "small": b"words",
        "large": b"long words " * 1_000,
        "empty": b"",
    }
    (inner,) = [entry for entry in root.entries() if entry.is_storage]
    assert inner.streams()["deep"].read() == b"deeper"


def test_no_more_is_read_than_asked_for():
    root = OleFile(DATA, 11_003).root
    streams = root.streams()
    assert streams["large"].read()
    with pytest.raises(OleError):
        streams["small"].read()


def test_a_size_larger_than_the_file_is_not_believed():
    changed = bytearray(DATA)
    at = changed.index("large".encode("utf-16-le")) + 120
    changed[at : at + 4] = b"\xff\xff\xff\x7f"
    with pytest.raises(OleError):
        OleFile(bytes(changed), 10**9).root.streams()["large"].read()


def test_a_table_of_four_thousand_million_sectors_is_not_believed():
    changed = bytearray(DATA)
    changed[64:68] = b"\xff\xff\xff\xff"
    assert OleFile(bytes(changed), 10**6).root.streams()["large"].read() == TREE["large"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", DATA[:8], DATA[:600]])
def test_what_is_no_such_file_is_refused(data):
    with pytest.raises(OleError):
        OleFile(data, 10**6)


def test_more_tables_than_the_file_can_hold_are_not_followed():
    changed = bytearray(DATA)
    changed[44:48] = b"\xff\xff\xff\x00"
    # Without lists of tables the number is only wrong, and stands in no way.
    assert open_within(bytes(changed)).root.kids
    changed[72:76] = b"\x01\x00\x00\x00"
    with pytest.raises(OleError, match="more tables"):
        open_within(bytes(changed))
