"""Name what the letters must say that ask for something: consent, more information, the way to the Ombudsman."""

from typing import Final

from letters.item import Item

ITEMS: Final[tuple[Item, ...]] = ()
