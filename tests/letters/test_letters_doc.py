"""The table of letters in the docs is that of the files; ``PUTRIGHT_WRITE_GOLDEN=1`` writes it anew."""

import os
import re
from pathlib import Path

from letters.draft import ACKNOWLEDGEMENTS, LetterId
from letters.words import HOME, load_words

DOC = Path(__file__).parents[2] / "docs" / "letters.md"
BETWEEN = re.compile(r"(?<=<!-- letters -->\n).*?(?=<!-- /letters -->)", re.DOTALL)


def table_of_letters() -> str:
    rows = ["| letter | what it is | who begins it | what a person says for it |", "|---|---|---|---|"]
    for letter, head in load_words().heads.items():
        who = "Putright drafts it" if letter in ACKNOWLEDGEMENTS else "a person"
        rows.append(f"| {letter} | {head.name} | {who} | {'; '.join(ask.label for ask in head.asks) or 'nothing'} |")
    return "\n".join(rows) + "\n"


def test_the_docs_name_every_letter_as_its_file_does():
    text = DOC.read_text(encoding="utf-8")
    if os.environ.get("PUTRIGHT_WRITE_GOLDEN"):
        text = BETWEEN.sub(lambda _: table_of_letters(), text)
        DOC.write_text(text, encoding="utf-8")
    assert BETWEEN.search(text)[0] == table_of_letters()
    assert all(f"| {letter} |" in text for letter in LetterId)


def test_the_docs_example_of_own_words_is_one(tmp_path):
    text = DOC.read_text(encoding="utf-8")
    example = next(block for block in re.findall(r"(?:^    .*\n|^\n)+", text, re.MULTILINE) if "[[paragraph]]" in block)
    (tmp_path / "L02").mkdir()
    (tmp_path / "L02" / "letter.toml").write_text(re.sub(r"(?m)^    ", "", example), encoding="utf-8")
    words = load_words(HOME, tmp_path)
    contact = next(p for p in words.letters[LetterId.CORPORATE] if p.key == "contact")
    assert "ring {team_phone} and say {reference}" in contact.sentences[0].text
    assert (
        contact.satisfies == next(p for p in load_words().letters[LetterId.CORPORATE] if p.key == "contact").satisfies
    )
