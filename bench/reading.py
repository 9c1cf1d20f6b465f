#!/usr/bin/env python3
"""Measure how much of a document is read, in what order and how fast, beside the plain libraries in the same run.

    python bench/reading.py [--documents 30] [--pictures 12] [--rounds 3] [--seed 1000] [--json FILE]

Makes a seeded set of invented letters, forms and two-column leaflets as PDF, and of scans, bad photos and telephones'
screens as pictures. Every library reads all files in turn, round after round, so that a busy machine hurts all alike;
what counts is the ratio. A seed other than 0 to 99 is one that nothing was tried on while the reader was made.
"""

import argparse
import gc
import io
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import pdfplumber  # noqa: E402
import pypdfium2 as pdfium  # noqa: E402
from pdfminer.high_level import extract_text  # noqa: E402
from PIL import Image  # noqa: E402

from bench.reading_set import Made, letter, made  # noqa: E402
from config.limits import default_limits  # noqa: E402
from ingest.documents.document import Source  # noqa: E402
from ingest.documents.image import read_image  # noqa: E402
from ingest.documents.ocr import page_from_tsv  # noqa: E402
from ingest.documents.pdf import read_pdf  # noqa: E402
from ingest.documents.picture import to_pgm  # noqa: E402
from ingest.documents.tesseract import recognise  # noqa: E402
from tests.documents import bad_photos  # noqa: E402

PICTURES = {
    "bad photo": bad_photos.bad_photo,
    "photo with the table round it": bad_photos.table_photo,
    "photo in bad light, curled or turned": bad_photos.worse_photo,
    "telephone, dark": bad_photos.phone_screen,
    "telephone, light": lambda seed: bad_photos.phone_screen(seed, dark=False),
    "clean scan": bad_photos.clean_scan,
}


def main() -> None:
    """Measure, print a table, and write the figures as JSON if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=30)
    parser.add_argument("--pictures", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    found = {
        "pdf": measure_pdfs([made(wanted.seed + number) for number in range(wanted.documents)], wanted.rounds),
        "long": measure_long(wanted.seed),
        "pictures": measure_pictures(wanted.seed, wanted.pictures),
        "peak_memory_mb": {
            "reader": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "recogniser": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        },
    }
    show(found)
    if wanted.json:
        wanted.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


def _ours(data: bytes) -> str:
    return read_pdf(Source(filename="p.pdf", media_type="application/pdf", data=data, limits=default_limits())).text


def _raw_pdfium(data: bytes) -> str:
    with pdfium.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def _pdfplumber(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def _pdfminer(data: bytes) -> str:
    return extract_text(io.BytesIO(data))


def readers() -> dict[str, Callable[[bytes], str]]:
    """Return the readers compared; pypdf only where it happens to be installed."""
    found = {"Putright": _ours, "pdfium alone": _raw_pdfium, "pdfminer.six": _pdfminer, "pdfplumber": _pdfplumber}
    try:
        import pypdf
    except ImportError:
        return found
    return found | {
        "pypdf": lambda data: "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    }


def measure_pdfs(documents: list[Made], rounds: int) -> dict[str, dict[str, float]]:
    """Return for each reader pages a CPU second, its ratio to pdfplumber's, and what it found."""
    compared = readers()
    pages = sum(len(pdfium.PdfDocument(document.data)) for document in documents)
    seconds: dict[str, list[float]] = {name: [0.0] * rounds for name in compared}
    texts: dict[str, list[str]] = {name: [] for name in compared}
    for number in range(rounds):
        for name, read in compared.items():
            # What one library leaves behind is not swept up in the time of the next.
            gc.collect()
            begun = time.process_time()
            read_texts = [read(document.data) for document in documents]
            seconds[name][number] = time.process_time() - begun
            texts[name] = read_texts
    slowest = seconds["pdfplumber"]
    return {
        name: {
            "pages_a_cpu_second": round(pages / statistics.median(spent), 1),
            "times_pdfplumber": round(statistics.median(a / b for a, b in zip(slowest, spent, strict=True)), 1),
            **_found(documents, texts[name]),
        }
        for name, spent in seconds.items()
    }


def _found(documents: list[Made], texts: list[str]) -> dict[str, float]:
    words, whole, ordered, counts = 0, 0, 0, [0, 0, 0]
    for document, text in zip(documents, texts, strict=True):
        flat = " ".join(text.replace("|", " ").split())
        known = set(flat.split())
        wanted = [word for sentence in document.sentences for word in sentence.split()]
        words += sum(word in known for word in wanted)
        places = list(_places(document.sentences, flat))
        whole += sum(place >= 0 for place in places)
        ordered += sum(-1 < one < other for one, other in pairwise(places))
        counts = [a + b for a, b in zip(counts, (len(wanted), len(places), len(places) - 1), strict=True)]
    return {
        "words_found": round(words / counts[0], 4),
        "sentences_whole": round(whole / counts[1], 4),
        "in_order": round(ordered / counts[2], 4),
    }


def _places(sentences: tuple[str, ...], text: str) -> Iterator[int]:
    """Yield where each sentence stands; one that stands more than once is looked for after the last."""
    last = 0
    for sentence in sentences:
        place = text.find(sentence, last)
        place = text.find(sentence) if place < 0 else place
        last = max(last, place + 1)
        yield place


def measure_long(seed: int) -> dict[str, float]:
    """Return the wall time of a letter of 300 pages and of one page of a scan."""
    texts = bad_photos.sentences(Random(f"long {seed}"), 16_200)  # noqa: S311
    data = letter(texts).data
    pages = len(pdfium.PdfDocument(data))
    begun = time.perf_counter()
    text = " ".join(_ours(data).split())
    return {
        "pages": pages,
        "seconds": round(time.perf_counter() - begun, 2),
        "sentences_whole": round(sum(sentence in text for sentence in texts) / len(texts), 4),
    }


def measure_pictures(seed: int, count: int) -> dict[str, dict[str, float]]:
    """Return for each kind of picture the character error of bare tesseract and of ours, and our time a page."""
    found = {}
    for kind, make in PICTURES.items():
        wrong, letters, spent, worst = [0.0, 0.0], 0, 0.0, 0.0
        for number in range(count):
            shown = make(seed + number)
            length = len(" ".join(shown.words.split()))
            bare = page_from_tsv(recognise(_as_grey(shown.data), default_limits()).tsv).text
            begun = time.perf_counter()
            source = Source(filename="p", media_type="image/jpeg", data=shown.data, limits=default_limits())
            ours = read_image(source).text
            spent += time.perf_counter() - begun
            errors = [distance(shown.words, bare), distance(shown.words, ours)]
            worst = max(worst, errors[1] / length)
            wrong = [a + b for a, b in zip(wrong, errors, strict=True)]
            letters += length
        found[kind] = {
            "bare_tesseract_cer": round(wrong[0] / letters, 4),
            "cer": round(wrong[1] / letters, 4),
            "worst_page_cer": round(worst, 4),
            "seconds_a_page": round(spent / count, 2),
        }
    return found


def _as_grey(data: bytes) -> bytes:
    return to_pgm(Image.open(io.BytesIO(data)).convert("L"))


def distance(wanted: str, got: str) -> int:
    """Return how many letters must be put in, taken out or changed, white space counted as one blank."""
    one, other = (np.array([ord(sign) for sign in " ".join(text.split())], dtype=np.int64) for text in (wanted, got))
    steps = np.arange(len(other) + 1)
    before = steps.copy()
    for number, sign in enumerate(one, 1):
        here = np.empty_like(before)
        here[0] = number
        here[1:] = np.minimum(before[1:] + 1, before[:-1] + (other != sign))
        before = np.minimum.accumulate(here - steps) + steps
    return int(before[-1])


def show(found: dict[str, dict[str, dict[str, float]]]) -> None:
    """Print the figures as tables."""
    for title in ("pdf", "pictures"):
        rows = found[title]
        columns = list(next(iter(rows.values())))
        print(f"{title:38}" + "".join(f"{column:>20}" for column in columns))
        for name, row in rows.items():
            print(f"{name:38}" + "".join(f"{row[column]:>20}" for column in columns))
        print()
    print("long letter", found["long"])
    print("peak memory, MB", found["peak_memory_mb"])


if __name__ == "__main__":
    main()
