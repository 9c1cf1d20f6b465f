"""Name what the letters must say of later stages, of foster carers, of a later date, of several routes in one."""

from typing import Final

from letters.item import Item

ITEMS: Final[tuple[Item, ...]] = ()
