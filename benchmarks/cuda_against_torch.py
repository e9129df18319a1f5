#!/usr/bin/env python3
"""Prunes the same numbers of weights with coppice and with PyTorch on one GPU, and prints tables.

Run it with a Python that has torch for CUDA, after building the preset cuda:

    python3 benchmarks/cuda_against_torch.py [build/cuda]

Medians, each until the host has the result. Of the ways to select in PyTorch the fastest counts:
`kthvalue` and `topk` of all magnitudes, and a sort; then a comparison a tensor, which makes its mask.
Without torch, coppice is printed beside the floor alone.
"""

import json
import os
import statistics
import subprocess
import sys
import time

try:
    import torch
except ImportError:
    torch = None

from resnet50 import resnet50_shapes

SHARE = 0.9
ROUNDS = 7
MOST_FLOORS = 1 / 0.85  # for a billion weights
LEAST_RATIO = 10


def median_ms(work):
    seconds = []
    for _ in range(ROUNDS):
        torch.cuda.synchronize()
        start = time.perf_counter()
        work()
        torch.cuda.synchronize()
        seconds.append(time.perf_counter() - start)
        if seconds[-1] > 1:
            break  # kthvalue takes seconds for a billion, and a GPU's time is dear
    return statistics.median(seconds) * 1e3


def kth_value(magnitudes, k):
    return magnitudes.kthvalue(k).values


def top_k(magnitudes, k):
    return magnitudes.topk(magnitudes.numel() - k, sorted=False).values.min()


def sorted_all(magnitudes, k):
    return magnitudes.sort().values[k - 1]


def tensor_by_tensor(weights, limit_of):
    magnitudes = [weight.abs() for weight in weights]
    alone = len(magnitudes) == 1
    flat = magnitudes[0].flatten() if alone else torch.cat([m.flatten() for m in magnitudes])
    limit = limit_of(flat, int(SHARE * flat.numel()))
    return [magnitude > limit for magnitude in magnitudes]


def in_one_row(weights, limit_of):
    flat = torch.cat([weight.flatten() for weight in weights]).abs_()
    limit = limit_of(flat, int(SHARE * flat.numel()))
    masks = (flat > limit).split([weight.numel() for weight in weights])
    return [mask.view(weight.shape) for mask, weight in zip(masks, weights)]


@torch.no_grad() if torch else lambda function: function
def ways(shapes):
    """By name, the milliseconds of each way to make the masks; those that fail are left out."""
    torch.manual_seed(1)
    weights = [torch.randn(shape, device="cuda") for shape in shapes]
    found = {}
    for limit_of in (kth_value, top_k, sorted_all):
        for make in (tensor_by_tensor, in_one_row) if len(weights) > 1 else (tensor_by_tensor,):
            try:
                milliseconds = median_ms(lambda: make(weights, limit_of))
            except RuntimeError as failure:  # out of memory, or more numbers than it takes
                print(f"torch's {limit_of.__name__}: {str(failure).splitlines()[0]}", file=sys.stderr)
                continue
            finally:
                torch.cuda.empty_cache()
            best = found.get(limit_of.__name__, milliseconds)
            found[limit_of.__name__] = min(best, milliseconds)
    return found


def main():
    build = sys.argv[1] if len(sys.argv) > 1 else "build/cuda"
    program = os.path.join(build, "benchmarks/benchmark_cuda")
    ran = subprocess.run([program], stdout=subprocess.PIPE, check=False, text=True)
    if ran.returncode != 0:
        print(f"{ran.stdout}\n{program} ended with {ran.returncode}")
        return 1
    ours = json.loads(ran.stdout)
    print("| weights | what | time | floor | in floors |")
    print("|---:|---|---:|---:|---:|")
    for entry in ours:
        print(
            f"| {entry['weights']:,} | {entry['name']} | {entry['ms']:.3f} ms "
            f"| {entry['floor_ms']:.3f} ms | {entry['floors']:.2f} |"
        )
    billion = next(
        e for e in ours if e["network"] == "billion" and e["name"] == "weights_global"
    )
    good = billion["floors"] <= MOST_FLOORS
    if torch is None or not torch.cuda.is_available():
        print("\nPyTorch for CUDA is missing: nothing to compare with.")
        return 1
    print(f"\n| torch {torch.__version__}, weights | coppice | torch | by | ratio |")
    print("|---:|---:|---:|---|---:|")
    for network, shapes in (("resnet50", resnet50_shapes()), ("billion", [(1_000_000_000,)])):
        entry = next(
            e for e in ours if e["network"] == network and e["name"] == "weights_global"
        )
        theirs = ways(shapes)
        name = min(theirs, key=theirs.get)
        print(
            f"| {entry['weights']:,} | {entry['ms']:.3f} ms | {theirs[name]:.3f} ms | {name} "
            f"| {theirs[name] / entry['ms']:.0f} |"
        )
        good = good and theirs[name] >= LEAST_RATIO * entry["ms"]
    print(
        "\nfast enough"
        if good
        else f"\nNOT fast enough: {MOST_FLOORS:.2f} floors for a billion weights, {LEAST_RATIO} "
        "times PyTorch on both"
    )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
