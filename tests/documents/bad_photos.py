"""Make pictures of letters as people send them: photographed badly, scanned, or taken off a telephone's screen.

Invented words, seeded: the same seed gives the same pictures, so a figure measured on one seed can be checked on
another. ``bench/reading.py`` measures on many; the tests keep a few.
"""

import io
import math
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

_FOLDER = Path("/usr/share/fonts/truetype")
FONTS = (
    "liberation/LiberationSans-Regular.ttf",
    "liberation/LiberationSerif-Regular.ttf",
    "dejavu/DejaVuSans.ttf",
    "liberation/LiberationMono-Regular.ttf",
    "dejavu/DejaVuSerif.ttf",
    "liberation/LiberationSerif-Italic.ttf",
    "liberation/LiberationSans-Bold.ttf",
)
_WHO = (
    "My social worker",
    "The contact supervisor",
    "The manager at Larkfield House",
    "The duty worker",
    "Our family support worker",
    "The reviewing officer",
    "Ms Harcourt",
    "The foster carer",
)
_DID = (
    "cancelled the visit without telling us",
    "said nobody would answer my letters",
    "wrote things about Kai that are not true",
    "shared our address with my ex-partner",
    "promised a plan by Friday and did not send it",
    "left my daughter waiting outside the school",
    "shouted at me in front of the children",
    "lost the papers that I had signed",
    "refused to let me see the report",
    "told the school before she told me",
)
_WHEN = (
    "on 3 March 2026",
    "last Tuesday at half past four",
    "on 17/02/2026",
    "the week before Easter",
    "twice in January",
    "since the meeting of 9 April",
    "on Monday evening",
    "at 10:45 in the morning",
)
_THEN = (
    "We have had no apology.",
    "I would like somebody to look into this.",
    "It cost us £42.50 in taxi fares.",
    "Kai would not eat or sleep afterwards.",
    "Please tell me what you are going to do about it.",
    "I asked for an interpreter and was told there was none.",
    "This is the third time that I have had to write.",
    "I kept a copy of every message.",
    "Is this how families should be treated?",
    "My number is 07700 900123.",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold a picture as its file's bytes, the words on it, and what was done to it."""

    data: bytes
    words: str
    kind: str


def sentences(random, count):
    """Return invented sentences of complaint."""
    made = []
    for _ in range(count):
        made.append(f"{random.choice(_WHO)} {random.choice(_DID)} {random.choice(_WHEN)}.")
        made.append(random.choice(_THEN))
    return made[:count]


def font(random, size):
    names = [_FOLDER / name for name in FONTS if (_FOLDER / name).exists()]
    return ImageFont.truetype(random.choice(names), size) if names else ImageFont.load_default(size)


def letter(random, *, dots=150, points=11, width=8.27, height=11.69):
    """Return a clean page of a letter and its lines."""
    size = round(points * dots / 72)
    face = font(random, size)
    page = Image.new("L", (round(width * dots), round(height * dots)), 255)
    draw = ImageDraw.Draw(page)
    margin, step = round(0.9 * dots), round(size * random.uniform(1.3, 1.7))
    lines = ["Dear Complaints Team,", ""]
    for _ in range(random.randint(3, 5)):
        text = " ".join(sentences(random, random.randint(3, 5)))
        lines += [*_wrapped(text, face, page.width - 2 * margin), ""]
    lines += ["Yours faithfully,", random.choice(("Amara Okonkwo-Bell", "J. Whitcombe", "Priya Raman", "D. O'Leary"))]
    room = (page.height - 2 * margin) // step
    lines = lines[:room]
    for number, line in enumerate(lines):
        draw.text((margin, margin + number * step), line, font=face, fill=random.randint(0, 40))
    return page, "\n".join(line for line in lines if line)


def bad_photo(seed):
    """Return a letter photographed badly: small, askew, in perspective, in shadow, blurred, noisy, squeezed."""
    random = Random(f"photo {seed}")
    page, words = letter(random, points=random.choice((10, 10.5, 11, 12, 14)))
    tint = random.choice(
        ((1, 1, 1), (1, 1, 1), (1, 0.97, 0.88), (0.85, 0.93, 1.0), (1.0, 0.9, 0.92), (0.93, 1.0, 0.85))
    )
    grey = _in_perspective(page, random)
    grey = grey.rotate(_either_way(random, 1.0, 5.0), Image.Resampling.BICUBIC, fillcolor=255)
    grey = grey.filter(ImageFilter.GaussianBlur(random.uniform(0.4, 0.9)))
    levels = np.asarray(grey, dtype=np.float32) * _shadow(grey.size, random)
    colours = levels[:, :, None] * np.array(tint, dtype=np.float32)
    noise = np.random.default_rng(random.randrange(2**32)).normal(0, random.uniform(2, 7), colours.shape)
    return Shown(_jpeg(colours + noise, random.randint(40, 60)), words, "photo")


def worse_photo(seed):
    """Return a letter photographed in bad light with an old telephone: few dots, a curled page, more of every fault."""
    random = Random(f"worse {seed}")
    page, words = letter(random, dots=random.choice((120, 130, 140)), points=random.choice((11, 12)))
    grey = _curled(_in_perspective(page, random, 0.05), random)
    grey = grey.rotate(_either_way(random, 1.0, 5.0), Image.Resampling.BICUBIC, fillcolor=255)
    grey = grey.filter(ImageFilter.GaussianBlur(random.uniform(0.6, 1.0)))
    levels = np.asarray(grey, dtype=np.float32) * _shadow(grey.size, random) * random.uniform(0.5, 0.9)
    noise = np.random.default_rng(random.randrange(2**32)).normal(0, random.uniform(5, 10), levels.shape)
    picture = Image.fromarray(np.clip(levels + noise, 0, 255).astype(np.uint8))
    turn = random.choice((None, None, None, *list(Image.Transpose)[2:5]))
    out = io.BytesIO()
    (picture.transpose(turn) if turn else picture).save(out, "JPEG", quality=random.randint(40, 60))
    return Shown(out.getvalue(), words, "worse photo")


def table_photo(seed):
    """Return a letter that lies on a dark table, photographed with the table round it."""
    random = Random(f"table {seed}")
    page, words = letter(random, points=random.choice((11, 12)))
    noise = np.random.default_rng(random.randrange(2**32))
    wide, high = page.width + random.randint(160, 320), page.height + random.randint(160, 320)
    grain = noise.normal(70, 12, (high, wide)).astype(np.float32)
    table = Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(2))
    table.paste(page.point(lambda level: level * 0.9), (random.randint(60, 150), random.randint(60, 150)))
    grey = table.rotate(_either_way(random, 1.0, 4.0), Image.Resampling.BICUBIC, fillcolor=70)
    levels = np.asarray(grey.filter(ImageFilter.GaussianBlur(0.6)), dtype=np.float32) * _shadow(grey.size, random)
    return Shown(_jpeg(levels + noise.normal(0, 3, levels.shape), 60), words, "table")


def phone_screen(seed, *, dark=True):
    """Return a chat on a telephone, dark or light, with bubbles of two colours, often scaled down by the mail app."""
    random = Random(f"screen {seed}")
    scale = random.choice((1.0, 1.0, 0.75, 0.6))
    face = font(Random(0), 40)
    ground, ours, theirs, ink = (
        ((11, 20, 26), (0, 92, 75), (32, 44, 51), 233)
        if dark
        else ((239, 234, 226), (217, 253, 211), (255, 255, 255), 17)
    )
    screen = Image.new("RGB", (1080, 1920), ground)
    draw, top, words = ImageDraw.Draw(screen), 120, []
    while top < 1500:
        lines = _wrapped(" ".join(sentences(random, random.randint(1, 2))), face, 700)
        high, is_ours = len(lines) * 54 + 40, random.random() < 0.5
        left = 250 if is_ours else 40
        draw.rounded_rectangle((left, top, left + 780, top + high), 24, fill=ours if is_ours else theirs)
        for number, line in enumerate(lines):
            draw.text((left + 30, top + 18 + number * 54), line, font=face, fill=(ink, ink, ink))
        words += lines
        top += high + 24
    if scale < 1:
        screen = screen.resize((round(1080 * scale), round(1920 * scale)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    screen.save(out, "JPEG", quality=random.randint(55, 85))
    return Shown(out.getvalue(), "\n".join(words), "dark screen" if dark else "light screen")


def clean_scan(seed):
    """Return a letter as an office scanner gives it."""
    random = Random(f"scan {seed}")
    page, words = letter(random, dots=300, points=random.choice((10, 11, 12)))
    grey = page.rotate(random.uniform(-0.4, 0.4), Image.Resampling.BICUBIC, fillcolor=255)
    levels = np.asarray(grey, dtype=np.float32)
    noise = np.random.default_rng(random.randrange(2**32)).normal(0, 2, levels.shape)
    return Shown(_jpeg(levels + noise, 85), words, "scan")


def _wrapped(text, face, width):
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if face.getlength(longer) > width and line:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def _either_way(random, least, most):
    return random.choice((-1, 1)) * random.uniform(least, most)


def _shadow(size, random):
    """Return how bright each point is: a slope of light across the page and the photographer's own soft shadow."""
    wide, high = size
    rows, columns = np.mgrid[0:high, 0:wide].astype(np.float32)
    turn = random.uniform(0, 2 * math.pi)
    slope = (columns / wide - 0.5) * math.cos(turn) + (rows / high - 0.5) * math.sin(turn)
    light = random.uniform(0.6, 0.85) + random.uniform(0.2, 0.5) * slope
    x, y, reach = random.uniform(0.1, 0.9) * wide, random.uniform(0.1, 0.9) * high, random.uniform(0.25, 0.5) * wide
    far = np.hypot(columns - x, rows - y) / reach
    light *= 1 - random.uniform(0.2, 0.5) / (1 + np.exp((far - 1) * 12))
    return np.clip(light, 0.15, 1.0)


def _curled(page, random):
    """Return the page as it lies when it was folded or comes out of a book: its lines are bows."""
    wide, high = page.size
    depth, pieces = random.uniform(-0.012, 0.012) * high, 32
    mesh = []
    for number in range(pieces):
        left, right = wide * number // pieces, wide * (number + 1) // pieces
        up, down = (depth * math.sin(math.pi * x / wide) for x in (left, right))
        mesh.append(((left, 0, right, high), (left, up, left, high + up, right, high + down, right, down)))
    return page.transform(page.size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC, fillcolor=255)


def _in_perspective(page, random, most=0.025):
    """Return the page as seen from a little to one side: its far edge shorter than its near one."""
    wide, high = page.size
    by = [random.uniform(0, most) for _ in range(4)]
    corners = (
        (-by[0] * wide, -by[1] * high),
        (-by[2] * wide, high * (1 + by[3])),
        (wide * (1 + by[1]), high * (1 + by[0])),
        (wide * (1 + by[3]), -by[2] * high),
    )
    quad = tuple(number for corner in corners for number in corner)
    return page.transform(page.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC, fillcolor=255)


def _jpeg(levels, quality):
    out = io.BytesIO()
    Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=quality)
    return out.getvalue()
