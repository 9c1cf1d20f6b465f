"""Define the encoder that is trained: torch, which only training needs.

Every label looks at the pieces of the message with its own attention and weighs what it sees: a label's log-odds are
the sum, over all pieces, of attention times weight, plus a bias. So what each sentence adds to a label is exact.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from classify.model.scores import MESSAGE_LABELS

_EPSILON = 1e-5
_BUCKETS, _FARTHEST = 32, 128
"""How many distances between two pieces are told apart, and from which on all are the same."""


class Layer(nn.Module):
    """Be one layer of a BERT encoder."""

    def __init__(self, width: int, inner: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.asked = nn.Linear(width, 3 * width)
        self.seen = nn.Linear(width, width)
        self.first = nn.LayerNorm(width, eps=_EPSILON)
        self.widen = nn.Linear(width, inner)
        self.narrow = nn.Linear(inner, width)
        self.second = nn.LayerNorm(width, eps=_EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the pieces (batch, pieces, width) as this layer sees them; ``mask`` is added to the attention."""
        batch, length, width = x.shape
        query, key, value = self.asked(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask.to(query.dtype))
        x = self.first(x + self.dropout(self.seen(seen.transpose(1, 2).reshape(batch, length, width))))
        return self.second(x + self.dropout(self.narrow(functional.gelu(self.widen(x)))))


class Network(nn.Module):
    """Be the encoder with a head for every label in ``MESSAGE_LABELS``."""

    def __init__(self, words: int, positions: int, width: int, inner: int, layers: int, heads: int) -> None:
        super().__init__()
        self.words = nn.Embedding(words, width)
        self.positions = nn.Embedding(positions, width)
        self.norm = nn.LayerNorm(width, eps=_EPSILON)
        self.distances = nn.Embedding(_BUCKETS, heads)
        self.register_buffer("buckets", _buckets(positions), persistent=False)
        self.layers = nn.ModuleList(Layer(width, inner, heads, dropout=0.1) for _ in range(layers))
        self.dropout = nn.Dropout(0.1)
        self.attention = nn.Linear(width, len(MESSAGE_LABELS))
        self.weight = nn.Linear(width, len(MESSAGE_LABELS))
        self.bias = nn.Parameter(torch.zeros(len(MESSAGE_LABELS)))
        for head in (self.attention, self.weight):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def embed(self, pieces: Tensor) -> Tensor:
        """Return pieces (batch, pieces) as numbers, before any layer."""
        embedded: Tensor = self.norm(self.words(pieces) + self.positions.weight[: pieces.shape[1]])
        return embedded

    def pass_through(self, x: Tensor, hidden: Tensor | None, first: int = 0, last: int | None = None) -> Tensor:
        """Return the pieces as the layers from ``first`` to before ``last`` see them, one after the other.

        ``hidden`` is added to the attention: very low for places that hold nothing.
        """
        length = x.shape[1]
        near = self.distances(self.buckets[:length, :length]).permute(2, 0, 1)[None]
        mask = near if hidden is None else near + hidden
        for layer in self.layers[first:last]:
            x = layer(x, mask)
        return x

    def forward(self, pieces: Tensor) -> Tensor:
        """Return for each piece of a window every label's attention, then every label's weight."""
        x = self.pass_through(self.embed(pieces), None)
        return torch.cat([self.attention(x), self.weight(x)], dim=-1)

    def judge(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return every label's log-odds for one message's pieces (pieces, width), and the attention they rest on."""
        attention = self.attention(self.dropout(x)).softmax(dim=0)
        return (attention * self.weight(self.dropout(x))).sum(dim=0) + self.bias, attention


def _buckets(length: int) -> Tensor:
    """Return for each two places which distance lies between them: near ones each their own, far ones in steps."""
    places = torch.arange(length)
    away = places[:, None] - places[None, :]
    half, exact = _BUCKETS // 2, _BUCKETS // 4
    size = away.abs()
    far = exact + (torch.log(size.clamp(min=1) / exact) / math.log(_FARTHEST / exact) * (half - exact)).long()
    return (away < 0) * half + torch.where(size < exact, size, far.clamp(max=half - 1))
