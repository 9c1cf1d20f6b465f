"""Turn a paragraph into the words of its box, and what a person typed there back into a paragraph."""

from dataclasses import replace

from letters.draft import Paragraph


def retype(paragraph: Paragraph, text: str | None) -> Paragraph:
    """Return the paragraph with the words typed; a paragraph with points is typed as lines."""
    if text is None:
        return paragraph
    lines = [line.strip() for line in text.replace("\r\n", "\n").strip().split("\n")]
    if not paragraph.points:
        return replace(paragraph, text="\n".join(lines).strip())
    first = [line for line in lines if not line.startswith("- ")]
    return replace(
        paragraph, text="\n".join(first).strip(), points=tuple(line[2:] for line in lines if line.startswith("- "))
    )


def typed(paragraph: Paragraph) -> str:
    """Return a paragraph as its box shows it: its text, then each point on a line of its own."""
    return "\n".join([*filter(None, [paragraph.text]), *(f"- {point}" for point in paragraph.points)])
