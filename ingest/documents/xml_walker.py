"""Say what is told of an XML file's elements to whoever gathers words from it."""

from collections.abc import Mapping


class Walker:
    """Be told an XML file's elements; made to be written over. Names come without their namespace."""

    #: Set to stop: nothing more of the file is wanted.
    is_done = False

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element; attributes' names come without their namespace."""

    def shut(self, name: str) -> None:
        """Take the end of an element."""

    def words(self, text: str) -> None:
        """Take text between two tags, maybe one part of it."""
