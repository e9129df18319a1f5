#!/usr/bin/env python3
"""Prints where the time of a training step goes: to the convolutions, forward and backward, and to the
rest, and what getting its batch takes besides.

Run it after building the preset release:

    python3 benchmarks/where_time_goes.py [build/release [network ...]]

On one thread, medians of several turns. The convolutions are timed by themselves, on a batch in the
parts that the network cuts it into; the rest is a difference. GFLOP/s count the multiply-accumulates of
the definition, of which Winograd's algorithm does less than half. The floor is what all of them would
take at the rate of a product of matrices of 512 x 512.
"""

import json
import os
import statistics
import subprocess
import sys

ROUNDS = 5
NETWORKS = ("conv_2", "resnet20", "vgg16", "mobilenet_v2")
KINDS = {
    "forward": "convolution, forward",
    "inputs": "convolution, backward, inputs",
    "weights": "convolution, backward, weights",
}


def run(program, name):
    """The milliseconds of one benchmark, and its operations a second where it counts them."""
    environment = dict(os.environ, OMP_NUM_THREADS="1")
    call = [program, f"--benchmark_filter=^{name}(/real_time)?$", "--benchmark_format=json"]
    output = subprocess.run(call, env=environment, check=True, capture_output=True, text=True).stdout
    found = json.loads(output)["benchmarks"][0]
    return found["real_time"], found.get("flop", 0)


def print_profile(folder, network):
    training = os.path.join(folder, "benchmark_training")
    convolutions = os.path.join(folder, "benchmark_convolutions")
    programs = {f"train/{network}": training, f"load/{network}": training, "product": convolutions}
    programs |= {f"{kind}/{network}": convolutions for kind in KINDS}
    found = {name: [] for name in programs}
    for _ in range(ROUNDS):
        for name, program in programs.items():
            found[name].append(run(program, name))
    spent = {name: statistics.median(ms for ms, _ in turns) for name, turns in found.items()}
    rate = {name: statistics.median(flop for _, flop in turns) for name, turns in found.items()}
    step = spent[f"train/{network}"]
    rows = [(title, spent[f"{kind}/{network}"], f"{rate[f'{kind}/{network}'] / 1e9:.1f}")
            for kind, title in KINDS.items()]
    rest = step - sum(row[1] for row in rows)
    flops = sum(spent[f"{kind}/{network}"] * rate[f"{kind}/{network}"] for kind in KINDS)
    rows.append(("everything else", rest, ""))
    rows.append(("beside the step: loading a batch", spent[f"load/{network}"], ""))
    rows.append(("the floor", flops / rate["product"], f"{rate['product'] / 1e9:.1f}"))
    print(f"| {network}, a step of {step:.1f} ms | ms | of the step | GFLOP/s |")
    print("|---|---:|---:|---:|")
    for title, milliseconds, per_second in rows:
        print(f"| {title} | {milliseconds:.2f} | {milliseconds / step:.0%} | {per_second} |")
    print(flush=True)


def main():
    folder = os.path.join(sys.argv[1] if len(sys.argv) > 1 else "build/release", "benchmarks")
    for network in sys.argv[2:] or NETWORKS:
        print_profile(folder, network)


if __name__ == "__main__":
    main()
