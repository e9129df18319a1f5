#!/usr/bin/env python3
"""Prunes the same ResNet-50 weights with coppice and with PyTorch, and prints the comparison.

Run it with a Python that has torch, after building the preset release:

    python3 benchmarks/against_torch.py [build/release]

For one and for two threads: medians of several runs, coppice's in random order and in several
processes, so that what disturbs the machine for seconds disturbs all alike.
"""

import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time

import torch
from torch import nn
from torch.nn.utils import prune

from resnet50 import resnet50_shapes

SHARE = 0.9
ROUNDS = 3
PROCESSES = 5
ORDER = (
    "read",
    "copy",
    "floor",
    "weights_global",
    "weights_local",
    "filters_local",
    "blocks_global",
    "blocks_local",
    "n_m",
    "apply",
)


def random_weights():
    torch.manual_seed(1)
    return [
        torch.randn(shape) * math.sqrt(2 / math.prod(shape[1:])) for shape in resnet50_shapes()
    ]


def modules_of(weights):
    """A module around a copy of each weight, as torch's pruning wants it."""
    modules = []
    for weight in weights:
        module = nn.Module()
        module.weight = nn.Parameter(weight.clone())
        modules.append(module)
    return modules


def median_seconds(prepare, work):
    seconds = []
    for _ in range(ROUNDS):
        given = prepare()
        start = time.perf_counter()
        work(given)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def global_unstructured(modules):
    prune.global_unstructured(
        [(module, "weight") for module in modules],
        pruning_method=prune.L1Unstructured,
        amount=SHARE,
    )


def l1_unstructured(modules):
    for module in modules:
        prune.l1_unstructured(module, "weight", amount=SHARE)


def ln_structured(modules):
    for module in modules:
        prune.ln_structured(module, "weight", amount=SHARE, n=1, dim=0)


@torch.no_grad()
def kth_value(modules):
    """What one would write by hand: abs, the k-th value, where."""
    magnitudes = torch.cat([module.weight.abs().flatten() for module in modules])
    limit = magnitudes.kthvalue(int(SHARE * magnitudes.numel())).values
    for module in modules:
        module.weight.copy_(torch.where(module.weight.abs() > limit, module.weight, 0.0))


def run_coppice(program, path, threads):
    environment = dict(
        os.environ, COPPICE_WEIGHTS=path, OMP_NUM_THREADS=str(threads), OMP_WAIT_POLICY="active"
    )
    written = subprocess.run(
        [
            program,
            "--benchmark_format=json",
            "--benchmark_repetitions=5",
            "--benchmark_min_time=0.1",
            "--benchmark_enable_random_interleaving=true",
            "--benchmark_report_aggregates_only=true",
        ],
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return {
        entry["run_name"].split("/")[0]: entry["real_time"] * 1e-9
        for entry in json.loads(written)["benchmarks"]
        if entry["aggregate_name"] == "median"
    }


def medians_of_coppice(program, path, threads):
    """Over processes, for where its memory lies decides how fast a process is."""
    runs = [run_coppice(program, path, threads) for _ in range(PROCESSES)]
    return {name: statistics.median(run[name] for run in runs) for name in ORDER}


def main():
    build = sys.argv[1] if len(sys.argv) > 1 else "build/release"
    weights = random_weights()
    peers = [
        ("weights_global", "global_unstructured", global_unstructured),
        ("weights_global", "abs, kthvalue, where", kth_value),
        ("weights_local", "l1_unstructured", l1_unstructured),
        ("filters_local", "ln_structured", ln_structured),
    ]
    print(f"torch {torch.__version__}, {sum(w.numel() for w in weights):,} weights, {SHARE:.0%}\n")
    with tempfile.NamedTemporaryFile() as file:
        for weight in weights:
            file.write(weight.numpy().tobytes())
        file.flush()
        for threads in (1, 2):
            torch.set_num_threads(threads)
            program = os.path.join(build, "benchmarks/benchmark_toolbox")
            ours = medians_of_coppice(program, file.name, threads)
            print(f"| {threads} thread{'s'[: threads - 1]} | coppice | torch | ratio |")
            print("|---|---:|---:|---:|")
            for name, peer, work in peers:
                theirs = median_seconds(lambda: modules_of(weights), work)
                print(
                    f"| {name} against {peer} | {ours[name] * 1e3:.1f} ms | {theirs * 1e3:.0f} ms "
                    f"| {theirs / ours[name]:.0f} |"
                )
            print(f"\n| {threads} thread{'s'[: threads - 1]} | time | in floors |")
            print("|---|---:|---:|")
            for name in ORDER:
                print(f"| {name} | {ours[name] * 1e3:.2f} ms | {ours[name] / ours['floor']:.2f} |")
            print(f"\napply takes {ours['apply'] / ours['copy']:.2f} times a copy\n")


if __name__ == "__main__":
    main()
