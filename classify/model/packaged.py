"""Give the model that comes with Putright; read once, from files that can run nothing, without a network."""

from classify.encoder.encoder import FOLDER, load_encoder
from classify.model.blended import BLEND, Blend, BlendedModel, read_blend
from classify.model.linear import MANIFEST, WEIGHTS, LinearModel, read_linear
from config.once import once


@once()
def load_model() -> BlendedModel:
    """Return the packaged model."""
    return with_encoder(read_linear(WEIGHTS, MANIFEST))


def with_encoder(linear: LinearModel) -> BlendedModel:
    """Return a linear model together with the packaged encoder."""
    return BlendedModel(linear, load_encoder(), packaged_blend())


def packaged_blend() -> Blend:
    """Return how the packaged encoder and a linear model are weighed."""
    return read_blend(FOLDER / BLEND)
