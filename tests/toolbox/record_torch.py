#!/usr/bin/env python3
"""Records what torch.nn.utils.prune prunes, for tests/toolbox/against_torch.cpp.

Run it with a Python that has torch, from any folder; it writes torch_masks.hpp beside itself:

    python3 tests/toolbox/record_torch.py

The weights follow from their numbers alone, so they are not recorded. No two have the same
magnitude, and no two norms are close enough for rounding to tell: then torch's result is defined.
"""

import math
import pathlib

import torch
from torch import nn
from torch.nn.utils import prune

SHAPES = [(16, 3, 3, 3), (48, 32, 3, 3), (40, 17), (10, 2, 5, 5), (7, 129)]
PERCENTS = (10, 50, 90)
NEAREST = 1e-5  # how far apart the norms on both sides of a cut are at least, relatively

HEAD = """\
#pragma once

// Written by record_torch.py with torch {version}; not by hand.

#include "coppice/core/shape.hpp"
#include "coppice/mask/view.hpp"

#include <string_view>
#include <vector>

namespace torch_recorded {{

/// What one call pruned: the masks of its groups one after the other, each from a new word on.
struct result {{
    std::string_view call;
    int tensor; ///< -1 for all
    int order;  ///< of the norm
    int axis;   ///< of the groups; -1 for single weights
    coppice::index amount;
    std::vector<coppice::mask::word> masks;
}};

// clang-format off
"""


def weight(number):
    """Cubing permutes the numbers modulo 65537, so no magnitude comes twice."""
    magnitude = pow(number + 1000, 3, 65537)
    return (-magnitude if number % 3 == 0 else magnitude) / 65536


def make_modules():
    modules, first = [], 0
    for shape in SHAPES:
        count = math.prod(shape)
        module = nn.Module()
        values = [weight(first + i) for i in range(count)]
        module.weight = nn.Parameter(torch.tensor(values, dtype=torch.float32).reshape(shape))
        modules.append(module)
        first += count
    return modules


def share_of(percent, groups):
    return max(1, groups * percent // 100)


def words(kept):
    """One bit a group, the first group in the lowest bit."""
    packed = []
    for begin in range(0, len(kept), 64):
        packed.append(sum(1 << i for i, bit in enumerate(kept[begin : begin + 64]) if bit))
    return packed


def require_no_ties(tensor, order, axis, amount):
    """Compares the norms around the cut as exact sums."""
    slices = tensor.detach().movedim(axis, 0).flatten(1).tolist()
    sums = sorted(
        sum(abs(int(value * 65536)) ** order for value in members) for members in slices
    )
    low, high = (value ** (1 / order) for value in sums[amount - 1 : amount + 1])
    if high - low < NEAREST * high:
        raise SystemExit(f"{tuple(tensor.shape)}, axis {axis}: norms {low} and {high} are too near")


def groups_of(mask, axis):
    """The mask by group, which must be one and the same for all members of a group."""
    slices = mask.movedim(axis, 0).flatten(1)
    assert torch.equal(slices.amin(1), slices.amax(1))
    return slices[:, 0].tolist()


def results():
    """Yields (call, tensor, order, axis, amount, masks)."""
    sizes = [math.prod(shape) for shape in SHAPES]
    for t, size in enumerate(sizes):
        for amount in (share_of(percent, size) for percent in PERCENTS):
            module = make_modules()[t]
            prune.l1_unstructured(module, "weight", amount=amount)
            yield "l1_unstructured", t, 1, -1, amount, words(module.weight_mask.flatten().tolist())
    for t, shape in enumerate(SHAPES):
        for order in (1, 2):
            for axis in (0, 1):
                for amount in sorted({share_of(percent, shape[axis]) for percent in PERCENTS}):
                    if amount == shape[axis]:
                        continue
                    module = make_modules()[t]
                    require_no_ties(module.weight, order, axis, amount)
                    prune.ln_structured(module, "weight", amount=amount, n=order, dim=axis)
                    kept = groups_of(module.weight_mask, axis)
                    yield "ln_structured", t, order, axis, amount, words(kept)
    for amount in (share_of(percent, sum(sizes)) for percent in PERCENTS):
        modules = make_modules()
        prune.global_unstructured(
            [(module, "weight") for module in modules],
            pruning_method=prune.L1Unstructured,
            amount=amount,
        )
        masks = []
        for module in modules:
            kept = module.weight_mask.flatten().tolist()
            assert any(kept)
            masks += words(kept)
        yield "global_unstructured", -1, 1, -1, amount, masks


def main():
    path = pathlib.Path(__file__).with_name("torch_masks.hpp")
    recorded = list(results())
    with path.open("w", encoding="ascii") as file:
        file.write(HEAD.format(version=torch.__version__.split("+")[0]))
        shapes = ",\n".join("{" + ", ".join(map(str, shape)) + "}" for shape in SHAPES)
        file.write(f"inline const std::vector<coppice::shape> shapes{{\n{shapes}}};\n\n")
        file.write("inline const std::vector<result> results{\n")
        for call, tensor, order, axis, amount, masks in recorded:
            file.write(f'{{"{call}", {tensor}, {order}, {axis}, {amount}, {{')
            for i, word in enumerate(masks):
                file.write(("\n" if i % 5 == 0 else " ") + f"{word:#x},")
            file.write("}},\n")
        file.write("};\n// clang-format on\n\n} // namespace torch_recorded\n")
    print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
