#!/usr/bin/env python3
"""Records how many parameters Torch-Pruning leaves, for tests/compact/against_torch_pruning.cpp.

Run it with a Python that has torch, torchvision and torch-pruning, from any folder; it writes
torch_pruning_counts.hpp beside itself:

    python3 tests/compact/record_torch_pruning.py

Of every group of coupled channels the same share goes, at ratios that give whole numbers; which
channels these are changes no count. The classifier's outputs stay.
"""

import pathlib

import torch
import torch_pruning
import torchvision

NETWORKS = ("resnet18", "resnet50", "vgg16", "mobilenet_v2")
RATIOS = (0.25, 0.5, 0.75)

HEAD = """\
#pragma once

// Written by record_torch_pruning.py with torch-pruning {version}; not by hand.

#include <vector>

namespace torch_pruning_recorded {{

/// How many parameters are left of a network when a share of every group's channels is removed.
struct left {{
    const char* network;
    double ratio;
    long long parameters;
}};

// clang-format off
inline const std::vector<left> counts{{
"""

TAIL = """\
};
// clang-format on

} // namespace torch_pruning_recorded
"""


def parameters(model):
    return sum(parameter.numel() for parameter in model.parameters())


def prune(name, ratio):
    torch.manual_seed(1)
    model = getattr(torchvision.models, name)(weights=None).eval()
    classifier = [layer for layer in model.modules() if isinstance(layer, torch.nn.Linear)][-1]
    pruner = torch_pruning.pruner.BasePruner(
        model,
        torch.randn(1, 3, 224, 224),
        importance=torch_pruning.importance.RandomImportance(),
        pruning_ratio=ratio,
        ignored_layers=[classifier],
    )
    pruner.step()
    model(torch.randn(1, 3, 224, 224))
    return parameters(model)


def main():
    written = HEAD.format(version=torch_pruning.__version__)
    for name in NETWORKS:
        whole = parameters(getattr(torchvision.models, name)(weights=None))
        written += f'    {{"{name}", 0, {whole}}},\n'
        for ratio in RATIOS:
            written += f'    {{"{name}", {ratio}, {prune(name, ratio)}}},\n'
            print(name, ratio, flush=True)
    path = pathlib.Path(__file__).resolve().parent / "torch_pruning_counts.hpp"
    path.write_text(written + TAIL, encoding="utf-8")


if __name__ == "__main__":
    main()
