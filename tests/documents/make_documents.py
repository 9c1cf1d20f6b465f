"""Make the golden documents of this folder anew: invented people, small files. Run by hand when one must change.

python -m tests.documents.make_documents
"""

import io
from email.message import EmailMessage
from pathlib import Path

import docx
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib import colors, pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

FOLDER = Path(__file__).parent
DOCUMENTS = FOLDER
LETTER = (
    "Dear Complaints Team,",
    "I am writing about my social worker at Larkfield House.",
    "She has cancelled four visits since 3 March and nobody",
    "told us why. My son Kai was left waiting each time.",
    "I would like an apology and a new plan in writing.",
    "Yours faithfully, Amara Okonkwo-Bell",
)


def letter_picture(width=1240, height=1754, size=34):
    picture = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(LETTER):
        draw.text((110, 180 + number * size * 2), line, font=ImageFont.load_default(size), fill=20)
    return picture


def phone_photo():
    """A page on a table: small, askew, grey paper, a shadow from one corner, noise and a little blur."""
    page = letter_picture().rotate(2.5, Image.Resampling.BICUBIC, fillcolor=255).resize((1000, 1414))
    rows, columns = np.mgrid[0:1414, 0:1000]
    shadow = 0.35 + 0.5 * (rows / 1414 + columns / 1000) / 2
    noise = np.random.default_rng(7).normal(0, 5, (1414, 1000))
    level = np.asarray(page.filter(ImageFilter.GaussianBlur(0.6)), dtype=float) * shadow + noise
    return Image.fromarray(np.clip(level, 0, 255).astype(np.uint8))


def letter_pdf(encrypt=None, pages=2):
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, encrypt=encrypt, invariant=1)
    for number, line in enumerate(LETTER):
        page.drawString(72, 760 - number * 22, line)
    for _ in range(pages - 1):
        page.showPage()
        page.drawString(72, 760, "Second page: it cost us £40 in café bills.")
    page.save()
    return out.getvalue()


def pdf_of(*pages):
    """Return a PDF with these words on its pages, line by line."""
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4, invariant=1)
    for words in pages:
        for number, line in enumerate(words.split("\n") if words else ()):
            sheet.drawString(72, 700 - 20 * number, line)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def mail_with(data, name="letter.pdf"):
    """Return a mail to which a PDF is attached."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ada Okoro <ada@okoro.example>", "team@council.example", "It"
    mail["Date"] = "Tue, 3 Mar 2026 10:11:12 +0000"
    mail.set_content("See the letter.")
    mail.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    return mail.as_bytes()


def scan_pdf():
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, invariant=1)
    jpeg = io.BytesIO()
    letter_picture().rotate(-1.2, Image.Resampling.BICUBIC, fillcolor=255).save(jpeg, "JPEG", quality=60)
    page.drawImage(ImageReader(jpeg), 0, 0, *A4)
    page.save()
    return out.getvalue()


def form_pdf():
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, invariant=1)
    page.drawString(72, 760, "Complaint form")
    page.drawString(72, 720, "Your name:")
    page.acroForm.textfield(name="your_name", x=180, y=712, width=200, height=20, value="Amara Okonkwo-Bell")
    page.drawString(72, 680, "Is a child in danger?")
    page.acroForm.checkbox(name="child_in_danger", tooltip="A child is in danger", x=220, y=676, checked=True)
    page.acroForm.checkbox(name="reply_by_post", tooltip="Reply by post", x=260, y=676, checked=False)
    page.save()
    return out.getvalue()


def table_pdf():
    out = io.BytesIO()
    style = getSampleStyleSheet()["BodyText"]
    rows = [
        ["Date", "What happened"],
        [
            "3 March",
            Paragraph("The visit was cancelled by text an hour before and no new day was offered to us", style),
        ],
        ["10 March", Paragraph("No one came. Kai waited at the window until it was dark and would not eat", style)],
    ]
    table = Table(rows, colWidths=[90, 160])
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 1, colors.black)]))
    above, below = Paragraph("Our diary of visits:", style), Paragraph("Signed, Amara", style)
    SimpleDocTemplate(out, invariant=1).build([above, table, below])
    return out.getvalue()


def word_document():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Private and confidential"
    document.add_paragraph("Dear team, the contact centre was locked again.")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip([c for row in table.rows for c in row.cells], ["Name", "Amara", "Child", "Kai"], strict=True):
        cell.text = text
    document.add_paragraph("Please put it right.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def main():
    files = {
        "letter.pdf": letter_pdf(),
        "locked.pdf": letter_pdf(pdfencrypt.StandardEncryption("open-sesame", canPrint=0)),
        "scan.pdf": scan_pdf(),
        "form.pdf": form_pdf(),
        "table.pdf": table_pdf(),
        "letter.docx": word_document(),
    }
    for name, data in files.items():
        (FOLDER / name).write_bytes(data)
    phone_photo().save(FOLDER / "photo.jpg", quality=70)
    Image.new("L", (900, 700), 128).save(FOLDER / "wall.png")


if __name__ == "__main__":
    main()
