"""The network: one bidirectional transformer with small heads, in plain torch.

In: token ids (n, length) and types (n, length), 0 for the question and 1 for the passage; `PAD` fills. Out: a `Heads`
of raw scores. A text alone (all types 0) gives its vector by the mean of its tokens; a question with a passage gives
the rest.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from index.training.reader.weights import Floats, Shape

BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3
CLAIMS = ("yes", "no", "unsaid")
_EPSILON = 1e-12


class Heads(NamedTuple):
    """Scores before any softmax: `start`, `end` (n, length); `tags` (n, length, 3) outside, first, further token of an
    item; `answerable` (n,); `claim` (n, 3) in the order of `CLAIMS`; `vector` (n, hidden), length 1."""

    start: Tensor
    end: Tensor
    tags: Tensor
    answerable: Tensor
    claim: Tensor
    vector: Tensor


def drop(x: Tensor, share: float, training: bool) -> Tensor:
    """Dropout with one draw for all tokens of a text: a tenth of the random numbers, and as good a check."""
    if not training or not share:
        return x
    kept = torch.rand(x.shape[0], 1, x.shape[2]) >= share
    return x * (kept / (1 - share)).to(x.dtype)


class Layer(nn.Module):
    """A transformer layer: attention, then two linear maps, each added and normalised."""

    def __init__(self, hidden: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.mix = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps=_EPSILON)
        self.up = nn.Linear(hidden, inner)
        self.down = nn.Linear(inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=_EPSILON)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`x` (n, length, hidden), `mask` (n, 1, 1, length) added to the attention's scores."""
        n, length, hidden = x.shape
        query, key, value = self.mix(x).view(n, length, 3, self.heads, hidden // self.heads).permute(2, 0, 3, 1, 4)
        # Written out: on a processor the fused attention's way back takes as long as all the rest together.
        scores = (query * (hidden // self.heads) ** -0.5) @ key.transpose(2, 3)
        with torch.autocast("cpu", enabled=False):
            likely = (scores + mask.to(scores.dtype)).softmax(-1)
        seen = self.out((likely @ value).transpose(1, 2).reshape(n, length, hidden))
        x = self.norm1(x + drop(seen, self.dropout, self.training))
        changed = self.down(functional.gelu(self.up(x)))
        return torch.as_tensor(self.norm2(x + drop(changed, self.dropout, self.training)))


class Network(nn.Module):
    """The encoder and its heads."""

    def __init__(self, shape: Shape, dropout: float = 0.0) -> None:
        super().__init__()
        hidden = shape.hidden
        self.shape, self.dropout = shape, dropout
        self.words: nn.Module = nn.Embedding(shape.tokens, hidden)
        self.places = nn.Embedding(shape.positions, hidden)
        self.types = nn.Embedding(2, hidden)
        self.norm = nn.LayerNorm(hidden, eps=_EPSILON)
        self.layers = nn.ModuleList(Layer(hidden, shape.heads, shape.inner, dropout) for _ in range(shape.layers))
        self.tokens = nn.Linear(hidden, 5)
        self.whole = nn.Linear(hidden, 4)

    def encode(self, ids: Tensor, types: Tensor) -> Tensor:
        """The last layer, (n, length, hidden)."""
        mask = (ids == PAD)[:, None, None, :].to(self.places.weight.dtype) * -10000.0
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.types(types)
        x = drop(self.norm(x), self.dropout, self.training)
        for layer in self.layers:
            x = torch.as_tensor(layer(x, mask))
        return x

    def forward(self, ids: Tensor, types: Tensor) -> Heads:
        """The scores of `Heads`."""
        x = self.encode(ids, types).float()
        tokens, whole = self.tokens(x), self.whole(x[:, 0])
        return Heads(tokens[..., 0], tokens[..., 1], tokens[..., 2:], whole[:, 0], whole[:, 1:], mean_vector(x, ids))


def mean_vector(x: Tensor, ids: Tensor) -> Tensor:
    """The mean of the last layer over the tokens of each text, brought to length 1."""
    real = (ids != PAD).to(x.dtype)[:, :, None]
    mean = (x * real).sum(1) / real.sum(1)
    return mean / torch.sqrt((mean * mean).sum(1, keepdim=True) + _EPSILON)


def start_network(shape: Shape, arrays: dict[str, Floats], kept: list[int], layers: list[int]) -> Network:
    """A network with the weights of e5: of its tokens those `kept`, of its layers those named."""
    short = Shape(shape.hidden, len(layers), shape.heads, shape.inner, len(kept), shape.positions, 2)
    network = Network(short)

    def get(name: str) -> Tensor:
        return torch.from_numpy(arrays[name])

    state = {
        "words.weight": get("embeddings.word_embeddings.weight")[torch.tensor(kept)],
        "places.weight": get("embeddings.position_embeddings.weight"),
        "types.weight": get("embeddings.token_type_embeddings.weight")[:1].repeat(2, 1),
        "norm.weight": get("embeddings.LayerNorm.weight"),
        "norm.bias": get("embeddings.LayerNorm.bias"),
    }
    names = {
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for place, layer in enumerate(layers):
        for kind in ("weight", "bias"):
            parts = [get(f"encoder.layer.{layer}.attention.self.{part}.{kind}") for part in ("query", "key", "value")]
            state[f"layers.{place}.mix.{kind}"] = torch.cat(parts)
            for name, old in names.items():
                state[f"layers.{place}.{name}.{kind}"] = get(f"encoder.layer.{layer}.{old}.{kind}")
    missing, unexpected = network.load_state_dict(state, strict=False)
    if unexpected or not all(name.startswith(("tokens.", "whole.")) for name in missing):
        raise ValueError(f"The weights do not fit the network: {missing}, {unexpected}")
    return network
