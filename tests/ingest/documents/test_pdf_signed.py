import pytest

from ingest.documents.read import read_document
from tests.documents.make_pdfs import annotated, lines, stream

LOOK = b"/Type/XObject/Subtype/Form/BBox[0 0 240 40]/Resources<</Font<</F 5 0 R>>>>"
SIGNED = stream(lines("Digitally signed by", "Ewa Nowak", left=4, top=26, step=14), LOOK)
PAGE = lines("Complaint form", "Nobody came on Tuesday.")


def signed(kind=b"/FT/Sig", flags=4, content=PAGE):
    widget = b"<</Type/Annot/Subtype/Widget/T(s)/Rect[60 600 300 640]/F %d/AP<</N 11 0 R>>" % flags + kind + b">>"
    return annotated(widget, content=content, catalog=b"/AcroForm<</Fields[10 0 R]>>", more=[SIGNED])


def read(data):
    return read_document("p.pdf", "application/pdf", data).text


@pytest.mark.parametrize("kind", [b"/FT/Sig", b"/FT/Btn/Ff 65536"], ids=["a signature", "a button"])
def test_the_words_a_signature_or_button_shows_are_read_after_the_pages(kind):
    assert read(signed(kind)) == "Complaint form\nNobody came on Tuesday.\nDigitally signed by Ewa Nowak"


@pytest.mark.parametrize("flags", [2, 32], ids=["hidden", "not to be viewed"])
def test_a_signature_nobody_sees_says_nothing(flags):
    assert read(signed(flags=flags)) == "Complaint form\nNobody came on Tuesday."


def test_words_printed_under_a_signature_stand_once():
    data = signed(content=PAGE + lines("Signature of the parent", left=150, top=604))
    assert read(data).count("Signature of the parent") == 1


def test_a_signature_without_a_look_says_nothing():
    widget = b"<</Type/Annot/Subtype/Widget/T(s)/Rect[60 600 300 640]/F 4/FT/Sig>>"
    data = annotated(widget, content=PAGE, catalog=b"/AcroForm<</Fields[10 0 R]>>")
    assert read(data) == "Complaint form\nNobody came on Tuesday."
