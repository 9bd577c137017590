"""Linear maps made ready for 8 bits.

A few channels of this network are a hundred times larger than the rest; one scale for all of them would leave nothing
of the others. Each channel is divided by a number, and the matrix behind it multiplied by the same (SmoothQuant, Xiao
et al. 2022): the product stays what it was, and both sides lie closer together.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from index.training.reader.network import Network

_NAMES = ("mix", "out", "up", "down")


class SmoothLinear(nn.Module):
    """The same linear map, its input divided channel by channel before and its matrix multiplied."""

    inverse: Tensor

    def __init__(self, linear: nn.Linear, scale: Tensor) -> None:
        super().__init__()
        self.register_buffer("inverse", 1 / scale)
        self.linear = nn.Linear(linear.in_features, linear.out_features)
        with torch.no_grad():
            self.linear.weight.copy_(linear.weight * scale)
            self.linear.bias.copy_(linear.bias)

    def forward(self, x: Tensor) -> Tensor:
        """`x` (…, in) to (…, out)."""
        return torch.as_tensor(self.linear(x * self.inverse))


def smooth(network: Network, batches: Sequence[tuple[Tensor, Tensor]], strength: float = 0.65) -> None:
    """Replace the linear maps of all layers; `batches` of token numbers and types show how large the channels get."""
    largest: dict[tuple[int, str], Tensor] = {}
    handles = []
    for number, layer in enumerate(network.layers):
        for name in _NAMES:

            def watch(_: nn.Module, inputs: tuple[Tensor], key: tuple[int, str] = (number, name)) -> None:
                seen = inputs[0].detach().abs().flatten(0, -2).amax(0)
                largest[key] = torch.maximum(largest[key], seen) if key in largest else seen

            handles.append(getattr(layer, name).register_forward_pre_hook(watch))
    network.eval()
    with torch.no_grad():
        for ids, types in batches:
            network(ids, types)
    for handle in handles:
        handle.remove()
    for number, layer in enumerate(network.layers):
        for name in _NAMES:
            linear = getattr(layer, name)
            weights = linear.weight.detach().abs().amax(0).clamp(min=1e-5)
            scale = largest[number, name].clamp(min=1e-5) ** strength / weights ** (1 - strength)
            setattr(layer, name, SmoothLinear(linear, scale / scale.log().mean().exp()))
