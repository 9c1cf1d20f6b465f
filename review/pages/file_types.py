"""Say what kind of file an attachment is, in a word."""

FILE_TYPES = (
    ("image/", "photo or picture"),
    ("application/pdf", "PDF"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml", "Word"),
    ("application/msword", "Word"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml", "Excel"),
    ("application/vnd.oasis.opendocument.text", "OpenDocument text"),
    ("message/rfc822", "email"),
    ("text/html", "web page"),
    ("text/", "text"),
    ("audio/", "sound recording"),
    ("video/", "film recording"),
)


def say_file_type(media_type: str) -> str:
    """Return what people call a kind of file, else its name as it is."""
    return next((words for start, words in FILE_TYPES if media_type.startswith(start)), media_type)
