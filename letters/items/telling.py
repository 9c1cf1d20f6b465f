"""Name what the letters must say that tell something: behaviour, thanks, what was shared, what was passed on."""

from typing import Final

from letters.item import Item

ITEMS: Final[tuple[Item, ...]] = ()
