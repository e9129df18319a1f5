#!/usr/bin/env python3
"""Records the losses of PyTorch's first training steps, for tests/nn/against_torch.cpp.

Run it with a Python that has torch, from any folder; it writes torch_losses.hpp beside itself:

    python3 tests/nn/record_torch.py

Weights and images follow from their numbers alone (nn::random_bits), so they are not recorded.
PyTorch computes in double precision here: a training amplifies what rounding does to it, and in
single precision PyTorch itself is further from these losses than 1e-3 after a few steps of the
networks with batch norm. For the same reason these take small steps.
"""

import importlib.util
import math
import pathlib

import numpy
import torch
from torch.nn import functional

HERE = pathlib.Path(__file__).resolve().parent
PEER = HERE.parent.parent / "benchmarks" / "training_against_torch.py"
STEPS = 100
BATCHES = 10
RUNS = [  # network, images a batch, extents of an image, learning rate
    ("lenet_300_100", 16, (1, 28, 28), 0.01),
    ("conv_2", 8, (3, 32, 32), 0.002),
    ("resnet20", 16, (3, 16, 16), 0.00002),
    ("mobilenet_v2", 16, (3, 16, 16), 0.000001),
]

HEAD = """\
#pragma once

// Written by record_torch.py with torch {version}; not by hand.

#include <cstddef>
#include <vector>

#include "nn/shape.hpp"

namespace torch_recorded {{

/// The losses of a network's first training steps.
struct training {{
    const char* model;
    std::size_t batch;
    nn::image_shape image;
    double rate;
    std::vector<double> losses;
}};

inline constexpr std::size_t batches = {batches}; ///< taken in turn

// clang-format off
inline const std::vector<training> trainings{{
"""

TAIL = """\
};
// clang-format on

} // namespace torch_recorded
"""


def mix(bits):
    bits = (bits ^ (bits >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> numpy.uint64(31))


def symmetric(shape, seed):
    """What nn::random_bits(seed) draws, in [-1, 1)."""
    with numpy.errstate(over="ignore"):
        start = mix(numpy.uint64(seed)) ^ mix(~numpy.uint64(0))
        steps = numpy.arange(1, math.prod(shape) + 1, dtype=numpy.uint64)
        drawn = mix(start + steps * numpy.uint64(0x9E3779B97F4A7C15)) >> numpy.uint64(40)
    values = (drawn.astype(numpy.int64) - (1 << 23)).astype(numpy.float32) / numpy.float32(1 << 23)
    return torch.from_numpy(values.reshape(shape)).double()


def losses_of(model, batch, image, rate):
    with torch.no_grad():
        for number, parameter in enumerate(model.parameters()):
            if parameter.dim() > 1:
                bound = math.sqrt(6.0 / math.prod(parameter.shape[1:]))
                parameter.copy_(symmetric(tuple(parameter.shape), number) * bound)
            else:
                parameter.fill_(0.0 if is_bias(model, parameter) else 1.0)
    descent = torch.optim.SGD(model.parameters(), lr=rate, momentum=0.9, weight_decay=1e-4)
    losses = []
    for step in range(STEPS):
        number = step % BATCHES
        images = symmetric((batch, *image), 1000 + number)
        labels = (torch.arange(batch) * 7 + number) % 10
        descent.zero_grad()
        loss = functional.cross_entropy(model(images), labels)
        loss.backward()
        descent.step()
        losses.append(loss.item())
    return losses


def is_bias(model, parameter):
    return any(
        name.endswith("bias") for name, other in model.named_parameters() if other is parameter
    )


def main():
    spec = importlib.util.spec_from_file_location("peer", PEER)
    peer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(peer)
    torch.set_num_threads(1)
    text = HEAD.format(version=torch.__version__, batches=BATCHES)
    for name, batch, image, rate in RUNS:
        losses = losses_of(peer.build(name).double().train(), batch, image, rate)
        numbers = [f"{loss:.6f}" for loss in losses]
        rows = [", ".join(numbers[i : i + 9]) for i in range(0, STEPS, 9)]
        extents = ", ".join(str(extent) for extent in image)
        text += f'{{"{name}", {batch}, {{{extents}}}, {rate}, {{\n'
        text += ",\n".join(rows) + "}},\n"
    (HERE / "torch_losses.hpp").write_text(text + TAIL, encoding="utf-8")


if __name__ == "__main__":
    main()
