"""Read a saved web page: the words it shows, and the pictures it carries in itself."""

from ingest.charset import charset_in_html
from ingest.documents.data_files import pictures_in_page
from ingest.documents.document import DocumentText, Source
from ingest.documents.gather import Gathering
from ingest.documents.plain_text import decoded
from ingest.html.text import html_to_text
from ingest.message import ProblemCode


def read_html(source: Source) -> DocumentText:
    """Return the words an HTML page shows."""
    gathering = Gathering(source, "page")
    markup, problems = decoded(source, charset_in_html(source.data))
    for problem in problems:
        gathering.note(problem.code, problem.words, unread=problem.unread)
    page = html_to_text(markup)
    gathering.say(page.text)
    if page.hidden:
        words = "The page hides some of its words from whoever opens it; they were left out."
        gathering.note(ProblemCode.HIDDEN_TEXT, words, unread=False)
    for picture in pictures_in_page(source.data):
        gathering.open_picture(picture)
    return gathering.document()
