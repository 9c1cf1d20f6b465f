"""Put a trained model to use, and take the last one back; each is an event, and nothing else changes."""

from pathlib import Path

from django.db import transaction

from cases import events
from cases.errors import NotNowError
from classify.model.store import Store, StoreError

CHAIN = "models"


@transaction.atomic
def use_model(*, store: Store, source: Path, objections: tuple[str, ...]) -> str:
    """Put a measured model to use and return its name; ``objections`` are what its measuring found against it.

    Raises:
        NotNowError: if anything speaks against it, or it is damaged, or in use already.

    """
    if objections:
        raise NotNowError("It is worse than the model in use: " + "; ".join(objections) + ".")
    try:
        name = store.use(source)
    except StoreError as error:
        raise NotNowError(str(error)) from error
    events.record("model_used", chain=CHAIN, facts={"model": name})
    return name


@transaction.atomic
def roll_back_model(*, store: Store) -> str:
    """Put the model before the one in use back, and return its name ("" for the packaged one).

    Raises:
        NotNowError: if there is none before it, or it is damaged.

    """
    try:
        name = store.roll_back()
    except StoreError as error:
        raise NotNowError(str(error)) from error
    events.record("model_rolled_back", chain=CHAIN, facts={"model": name})
    return name
