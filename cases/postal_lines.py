"""Say whether what was typed is a whole postal address, and how it is printed."""

from cases.errors import IncompleteError

LONGEST_ADDRESS, MOST_LINES, FEWEST_LINES = 500, 9, 2


def clean_address(typed: str) -> str:
    """Return a postal address as it is printed: one line each, without blanks around.

    Raises:
        IncompleteError: if it is no whole address.

    """
    lines = [" ".join(line.split()).rstrip(", ") for line in typed.splitlines()]
    lines = [line for line in lines if line]
    if len(lines) < FEWEST_LINES:
        raise IncompleteError({"post": "Give the whole postal address, one line each: street, town, postcode."})
    if len(lines) > MOST_LINES:
        raise IncompleteError(
            {"post": f"A postal address has {MOST_LINES} lines at most. Put two short ones together."}
        )
    if sum(map(len, lines)) > LONGEST_ADDRESS:
        raise IncompleteError(
            {"post": f"A postal address has {LONGEST_ADDRESS} letters at most. Leave out what no envelope needs."}
        )
    return "\n".join(lines)
