"""Join the lines that format=flowed mail breaks for narrow screens, so that a sentence is one line again.

Source: RFC 3676, sections 4.1 to 4.5 (flowed lines, space-stuffing, quoting, DelSp).
"""


def join_flowed_lines(text: str, *, delete_space: bool) -> str:
    r"""Return the text with its paragraphs whole; the signature line "-- " never joins anything.

    >>> join_flowed_lines("No one \nhas called.\n> Who \n> rang?", delete_space=False)
    'No one has called.\n> Who rang?'
    """
    pieces: list[str] = []
    last_depth, is_open = 0, False
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:].removeprefix(" ")
        is_signature = words == "-- "
        if not (is_open and depth == last_depth and not is_signature):
            pieces.append("\n" if pieces else "")
            pieces.append(f"{'>' * depth} " if depth else "")
        is_open = words.endswith(" ") and not is_signature
        pieces.append(words[:-1] if is_open and delete_space else words)
        last_depth = depth
    return "".join(pieces)
