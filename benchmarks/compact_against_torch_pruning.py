#!/usr/bin/env python3
"""Times the coupling graph and the removal of half of all channels beside Torch-Pruning.

Run it with a Python that has torch, torchvision and torch-pruning, after building the preset
release with its target benchmark_compact:

    python3 benchmarks/compact_against_torch_pruning.py [build/release]

Medians of several runs in one thread, by the processor's time, so that what else the machine does
counts little. Torch-Pruning builds its graph from a forward pass
(DependencyGraph.build_dependency); coppice is handed a description. Both then cut every group in
place, and neither looks for what to prune.
"""

import json
import os
import statistics
import subprocess
import sys
import time

import torch
import torch_pruning
import torchvision
from torch import nn

ROUNDS = 5
BUILD = sys.argv[1] if len(sys.argv) > 1 else "build/release"


class Block(nn.Module):
    """A basic block for small images, with a projected shortcut where extents change."""

    def __init__(self, inputs, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.shortcut = nn.Sequential()
        if stride != 1 or inputs != width:
            self.shortcut = nn.Sequential(
                nn.Conv2d(inputs, width, 1, stride, bias=False), nn.BatchNorm2d(width)
            )

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(self.bn2(self.conv2(y)) + self.shortcut(x))


def cifar_resnet(n):
    layers, inputs = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()], 16
    for stage, width in enumerate((16, 32, 64)):
        for block in range(n):
            layers.append(Block(inputs, width, 2 if stage > 0 and block == 0 else 1))
            inputs = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


NETWORKS = {  # how it is made, extents of an image, how many times as fast coppice has to be
    "resnet50": (lambda: torchvision.models.resnet50(weights=None), 224, 30),
    "resnet20": (lambda: cifar_resnet(3), 32, 10),
    "resnet56": (lambda: cifar_resnet(9), 32, 10),
}


def seconds_of_torch_pruning(make, extent):
    """Building the graph, and cutting half of every group but the classifier's outputs."""
    model = make().eval()
    image = torch.randn(1, 3, extent, extent)
    start = time.process_time()
    graph = torch_pruning.DependencyGraph().build_dependency(model, example_inputs=image)
    built = time.process_time()
    classifier = [layer for layer in model.modules() if isinstance(layer, nn.Linear)][-1]
    for group in graph.get_all_groups(
        ignored_layers=[classifier], root_module_types=[nn.Conv2d, nn.Linear]
    ):
        width = len(group[0].idxs)
        layer = group[0].dep.target.module
        cut = graph.get_pruning_group(layer, group[0].dep.handler, list(range(width // 2)))
        if graph.check_pruning_group(cut):
            cut.prune()
    return built - start, time.process_time() - built


def milliseconds_of_coppice():
    written = subprocess.run(
        [
            os.path.join(BUILD, "benchmarks", "benchmark_compact"),
            "--benchmark_format=json",
            f"--benchmark_repetitions={ROUNDS}",
            "--benchmark_min_time=0.2",
        ],
        check=True,
        capture_output=True,
        env=dict(os.environ, OMP_NUM_THREADS="1"),
    ).stdout
    return {
        run["run_name"]: run["cpu_time"]
        for run in json.loads(written)["benchmarks"]
        if run.get("aggregate_name") == "median"
    }


def main():
    torch.set_num_threads(1)
    own = milliseconds_of_coppice()
    good = True
    print(f"torch {torch.__version__}, torch-pruning {torch_pruning.__version__}; ms of the processor, medians")
    print(f"{'network':10}{'':9}{'Torch-Pruning':>15}{'coppice':>10}{'times as fast':>15}")
    for name, (make, extent, wanted) in NETWORKS.items():
        runs = [seconds_of_torch_pruning(make, extent) for _ in range(ROUNDS)]
        theirs = [1e3 * statistics.median(part) for part in zip(*runs)]
        ours = [own["graph/" + name], own["removal/" + name]]
        for part, peer, mine in zip(
            ("graph", "removal", "both"), theirs + [sum(theirs)], ours + [sum(ours)]
        ):
            print(f"{name:10}{part:9}{peer:15.2f}{mine:10.3f}{peer / mine:15.1f}")
        good = good and sum(theirs) >= wanted * sum(ours)
    print("fast enough" if good else "NOT fast enough: 30 times on resnet50, 10 times on the others")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
