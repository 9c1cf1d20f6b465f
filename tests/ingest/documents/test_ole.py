"""What Office's old documents wrap is taken out of them, whatever sizes they name."""

import struct

import pytest

from ingest.documents.ole import OleFile
from ingest.documents.sniff import media_type_of
from tests.ingest.outlook_files import ole

WORDS = b"Nobody came on Tuesday."
DATA = ole({"WordDocument": WORDS, "1Table": b"long words " * 1_000})
_MINI_TABLES, _TABLES, _LISTS = 64, 44, 72


def _with_number(at, number, data=DATA):
    return data[:at] + struct.pack("<I", number) + data[at + 4 :]


TOO_MANY_TABLES = _with_number(_LISTS, 1, _with_number(_TABLES, 0x00FF_FFFF))


@pytest.mark.parametrize("number", [0x0200_0000, 0xFFFF_FFFF], ids=["16 GB of small parts", "2 TB of small parts"])
def test_a_table_larger_than_the_file_is_not_believed(number):
    found = OleFile(_with_number(_MINI_TABLES, number))
    assert found._ole.num_mini_fat_sectors <= len(DATA) // 512 + 1
    assert found.stream("worddocument") == WORDS


def test_a_chain_of_tables_longer_than_the_file_is_not_followed():
    with pytest.raises(ValueError, match="more tables"):
        OleFile(TOO_MANY_TABLES)


def test_a_document_that_names_too_many_tables_is_still_known_for_what_it_is():
    assert media_type_of(TOO_MANY_TABLES) == media_type_of(DATA) == "application/msword"
