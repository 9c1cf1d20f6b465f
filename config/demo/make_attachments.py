"""Draw the demonstration's attachments from plain text: PDF, scan, phone photo, screenshot, Word file, sound.

Run only by ``make_mailbox.py`` when the mailbox is made anew; every drawing is seeded, so the same text gives the
same picture. The fonts are Liberation and DejaVu as Debian ships them.
"""

import math
import struct
import textwrap
import wave
import zipfile
import zlib
from datetime import UTC, datetime
from io import BytesIO

import docx
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.pdfencrypt import StandardEncryption  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer  # type: ignore[import-untyped]

FONTS = "/usr/share/fonts/truetype"
SERIF = f"{FONTS}/liberation/LiberationSerif-Regular.ttf"
SANS = f"{FONTS}/liberation/LiberationSans-Regular.ttf"
OPENS_WITH = "Larchwood7"
"""Opens the locked letter; nobody in the demonstration is told it, which is the point of that mail."""

_MADE_ON = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
_SCAN_SIZE = (1240, 1754)
_PHOTO_SIZE = (1500, 2000)
_CORNERS = ((122, 140), (1396, 118), (1444, 1898), (64, 1924))
_LETTER = ParagraphStyle("letter", fontName="Helvetica", fontSize=11, leading=15, spaceAfter=9)


def make_pdf(text: str, name: str) -> bytes:
    """Return a letter typed on a computer and saved as PDF: its words can be selected."""
    return _typeset(text, name, None)


def make_locked_pdf(text: str, name: str) -> bytes:
    """Return the same kind of letter behind a password."""
    return _typeset(text, name, StandardEncryption(OPENS_WITH, ownerPassword=OPENS_WITH, canPrint=0))


def make_damaged_pdf(text: str, name: str) -> bytes:
    """Return a PDF cut off in transfer, with holes in what is left: no reader can mend it."""
    whole = _typeset(text, name, None)
    return whole[:180] + bytes(600) + whole[-500:-420]


def make_scan(text: str, name: str) -> bytes:
    """Return a PDF that holds only a grey picture of a typed letter, put on the glass slightly crooked."""
    random = _seeded(name)
    page = _draw_page(text, SERIF, _SCAN_SIZE, size_px=34, margin_px=140)
    page = page.rotate(-1.1, resample=Image.Resampling.BICUBIC, fillcolor=247)
    grey = np.asarray(page, dtype=np.float64) + random.normal(0, 6, (_SCAN_SIZE[1], _SCAN_SIZE[0]))
    # The shadow of the spine and the dust of an old glass, both away from the words.
    grey -= 60 * np.exp(-np.arange(_SCAN_SIZE[0]) / 14.0)
    for x, y in random.integers((40, 40), (1200, 1700), (60, 2)):
        grey[y : y + 2, x : x + 2] -= 90
    picture = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    return _picture_pdf(picture.filter(ImageFilter.GaussianBlur(0.4)), name)


def make_photo(text: str, name: str) -> bytes:
    """Return a phone's JPEG of a letter on a table: taken at an angle, a hand's shadow, a little noise."""
    random = _seeded(name)
    page = _draw_page(text, SANS, _SCAN_SIZE, size_px=38, margin_px=120)
    wide, high = _PHOTO_SIZE
    # No hand holds a telephone twice alike; the slant stays under what OCR can follow without being straightened.
    slips = random.integers(-10, 11, (4, 2))
    corners = tuple((x + int(a), y + int(b)) for (x, y), (a, b) in zip(_CORNERS, slips, strict=True))
    warped = page.transform(_PHOTO_SIZE, Image.Transform.PERSPECTIVE, _coefficients(corners), Image.Resampling.BICUBIC)
    sheet = Image.new("L", _SCAN_SIZE, 255).transform(_PHOTO_SIZE, Image.Transform.PERSPECTIVE, _coefficients(corners))
    grain = np.sin(np.linspace(0, 40 * math.pi, high))[:, None] * 6 + random.normal(0, 5, (high, wide))
    table = np.stack([128 + grain, 92 + grain, 62 + grain], axis=-1)
    paper = np.asarray(warped, dtype=np.float64)[..., None] * np.array([0.97, 0.95, 0.89])
    mask = (np.asarray(sheet, dtype=np.float64) / 255)[..., None]
    colours = paper * mask + table * (1 - mask)
    colours *= _light(wide, high)[..., None]
    colours += random.normal(0, 4, (high, wide, 1))
    picture = Image.fromarray(np.clip(colours, 0, 255).astype(np.uint8))
    made = BytesIO()
    picture.filter(ImageFilter.GaussianBlur(0.7)).save(made, "JPEG", quality=72)
    return made.getvalue()


def make_screenshot(text: str, _name: str) -> bytes:
    """Return a telephone's PNG of text messages: ``me:`` on the right in green, ``them:`` on the left in grey."""
    wide, high = 1080, 1500
    screen = Image.new("RGB", (wide, high), "#f4f4f6")
    pen = ImageDraw.Draw(screen)
    typeface = ImageFont.truetype(SANS, 42)
    top = 120
    for line in filter(None, text.splitlines()):
        speaker, _, words = line.partition(": ")
        wrapped = "\n".join(textwrap.wrap(words, 34))
        _, _, right, bottom = pen.multiline_textbbox((0, 0), wrapped, font=typeface, spacing=12)
        left = wide - right - 100 if speaker == "me" else 50
        pen.rounded_rectangle(
            (left, top, left + right + 60, top + bottom + 50), 36, fill="#cdeed3" if speaker == "me" else "#e2e3e8"
        )
        pen.multiline_text((left + 30, top + 22), wrapped, fill="#17181a", font=typeface, spacing=12)
        top += int(bottom) + 95
    made = BytesIO()
    screen.save(made, "PNG", optimize=True)
    return made.getvalue()


def make_word(text: str, _name: str) -> bytes:
    """Return a Word file with a page header and a table.

    ``Header:`` and ``Title:`` lines give those, lines in bars are table rows (the first one bold), the rest are
    paragraphs.
    """
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = _MADE_ON.replace(tzinfo=None)
    document.core_properties.author = ""
    table = None
    for line in filter(None, map(str.strip, text.splitlines())):
        mark, _, rest = line.partition(": ")
        if mark == "Header":
            document.sections[0].header.paragraphs[0].text = rest
        elif mark == "Title":
            document.add_heading(rest, level=1)
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            is_first = table is None
            table = table or document.add_table(rows=0, cols=len(cells), style="Table Grid")
            for cell, words in zip(table.add_row().cells, cells, strict=True):
                cell.paragraphs[0].add_run(words).bold = is_first
        else:
            document.add_paragraph(line)
    made = BytesIO()
    document.save(made)
    return _still(made.getvalue())


def make_sound(_text: str, _name: str) -> bytes:
    """Return two seconds of a hum as WAV, 8,000 bytes a second: a recording that nobody can read as text."""
    made = BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        waves = (128 + int(30 * math.sin(i * 2 * math.pi * 180 / 8000) * math.sin(i / 900)) for i in range(16_000))
        sound.writeframes(b"".join(struct.pack("B", value) for value in waves))
    return made.getvalue()


def _seeded(name: str) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(name.encode()))


def _typeset(text: str, name: str, lock: StandardEncryption | None) -> bytes:
    made = BytesIO()
    page = SimpleDocTemplate(made, pagesize=A4, title=name, author="", invariant=1, encrypt=lock)
    story = []
    for block in text.strip().split("\n\n"):
        story += [Paragraph(block.replace("&", "&amp;").replace("\n", "<br/>"), _LETTER), Spacer(1, 4)]
    page.build(story)
    return made.getvalue()


def _draw_page(text: str, font: str, size: tuple[int, int], *, size_px: int, margin_px: int) -> Image.Image:
    page = Image.new("L", size, 250)
    draw = ImageDraw.Draw(page)
    draw.multiline_text(
        (margin_px, margin_px), text.strip(), fill=28, font=ImageFont.truetype(font, size_px), spacing=13
    )
    return page


def _picture_pdf(picture: Image.Image, name: str) -> bytes:
    held = BytesIO()
    picture.save(held, "JPEG", quality=60)
    held.seek(0)
    made = BytesIO()
    canvas = Canvas(made, pagesize=A4, invariant=1)
    canvas.setTitle(name)
    canvas.drawImage(ImageReader(held), 0, 0, *A4)
    canvas.save()
    return made.getvalue()


def _coefficients(corners: tuple[tuple[int, int], ...]) -> list[float]:
    """Return Pillow's eight numbers that lay a whole page between four corners (clockwise from the top left)."""
    wide, high = _SCAN_SIZE
    rows, wanted = [], []
    for (x, y), (u, v) in zip(corners, ((0, 0), (wide, 0), (wide, high), (0, high)), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    return [float(number) for number in np.linalg.solve(np.array(rows, float), np.array(wanted, float))]


def _light(wide: int, high: int) -> np.ndarray:
    """Return how bright each point is: a window on the left, the soft shadow of the person who holds the phone."""
    x, y = np.meshgrid(np.linspace(0, 1, wide), np.linspace(0, 1, high))
    shadow = 0.28 / (1 + np.exp(-(x + y - 1.35) * 14))
    light: np.ndarray = 1.04 - 0.22 * x - shadow
    return light


def _still(archive: bytes) -> bytes:
    """Return a zip archive with every member dated alike: Word files are otherwise new with each making."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, date_time=(2026, 11, 2, 9, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(member))
    return made.getvalue()
