"""Every form is read once before the lock, and read well: a sample that fails would leave its library unloaded."""

import pytest

from config.limits import default_limits
from ingest.documents.read import read_document
from ingest.documents.surroundings import Surroundings, reading_with
from ingest.documents.tesseract import Recognised
from ingest.sandbox.samples import make_samples

SAMPLES = dict(make_samples())


def recognise(_picture, _limits):
    return Recognised("5\t1\t1\t1\t1\t1\t10\t10\t90\t20\t96\twords\n")


@pytest.mark.parametrize("name", SAMPLES)
def test_each_sample_is_read_to_the_end(name):
    with reading_with(Surroundings(recognise=recognise, admit=lambda _name: None)):
        found = read_document(name, "", SAMPLES[name])
    assert "words" in found.text or found.text.strip()
    assert found.problems == ()


def test_the_samples_are_what_a_mailbox_brings():
    forms = {name.rpartition(".")[2] for name in SAMPLES}
    assert {"pdf", "docx", "odt", "xlsx", "zip", "rtf", "html", "txt", "eml", "png", "jpeg", "tiff"} <= forms
    assert max(map(len, SAMPLES.values())) < default_limits().document_bytes
