#!/usr/bin/env python3
"""Prints where the time of a training step goes: to oneDNN's convolutions, forward and backward, its
other operations, and the rest, which is the example's own code and its dense layers.

Run it after building the preset release, where oneDNN is installed:

    python3 benchmarks/where_time_goes.py [build/release [network ...]]

On one thread. Times and extents of its operations are those that oneDNN itself reports. The floor is
what all convolutions would take at the rate of the fastest of the three kinds.
"""

import collections
import json
import os
import re
import subprocess
import sys
import tempfile

SECONDS = 5.0
NETWORKS = ("conv_2", "resnet20", "mobilenet_v2")
DIRECTIONS = {
    "forward_training": "forward",
    "backward_data": "backward, inputs",
    "backward_weights": "backward, weights",
}


def run(program, benchmark):
    """The benchmark's own figures, and what oneDNN writes meanwhile."""
    environment = dict(os.environ, OMP_NUM_THREADS="1", ONEDNN_VERBOSE="1")
    with tempfile.NamedTemporaryFile("r") as report:
        call = [program, f"--benchmark_filter=^{benchmark}", f"--benchmark_min_time={SECONDS}"]
        call += [f"--benchmark_out={report.name}", "--benchmark_out_format=json"]
        output = subprocess.run(call, env=environment, check=True, capture_output=True, text=True)
        figures = json.load(report)["benchmarks"][0]
    lines = [line.split(",") for line in output.stdout.splitlines()]
    return figures, [line for line in lines if line[:2] == ["onednn_verbose", "exec"]]


def multiply_adds(extents):
    """Of a convolution, from oneDNN's description of it."""
    number = {key: int(value) for key, value in re.findall(r"([a-z]+)(\d+)", extents)}
    per_output = number["ic"] // number.get("g", 1) * number["kh"] * number["kw"]
    return number["mb"] * number["oc"] * number["oh"] * number["ow"] * per_output


def name_of(line):
    primitive, direction = line[3], DIRECTIONS.get(line[5], "")
    return ", ".join(filter(None, (primitive.replace("_", " "), direction)))


def print_profile(program, network):
    figures, lines = run(program, f"train/{network}/")
    if not lines:
        sys.exit(f"{network}: oneDNN reports no operation of its own; it has to be built with oneDNN, "
                 "and the network to have a convolution")
    milliseconds, flops, calls = collections.Counter(), collections.Counter(), collections.Counter()
    for line in lines:
        name = name_of(line)
        milliseconds[name] += float(line[-1])
        calls[tuple(line[3:-1])] += 1
        if line[3] == "convolution":
            flops[name] += 2 * multiply_adds(line[-2])
    # More steps were taken than those that Google Benchmark times. What is called least often, such
    # as the reordering of a layer's weights, is called once a step.
    steps = min(calls.values())
    whole = figures["real_time"]
    milliseconds = {name: spent / steps for name, spent in milliseconds.items()}
    milliseconds["everything else"] = whole - sum(milliseconds.values())
    print(f"| {network}, a step of {whole:.1f} ms | ms | share | GFLOP/s |")
    print("|---|---:|---:|---:|")
    for name, spent in sorted(milliseconds.items(), key=lambda entry: -entry[1]):
        rate = f"{flops[name] / steps / spent / 1e6:.1f}" if name in flops else ""
        print(f"| {name} | {spent:.2f} | {spent / whole:.0%} | {rate} |")
    fastest = max(flops[name] / steps / milliseconds[name] for name in flops)
    floor = sum(flops.values()) / steps / fastest
    print(f"| the floor, {fastest / 1e6:.1f} GFLOP/s | {floor:.2f} | {floor / whole:.0%} | |\n")


def main():
    build_folder = sys.argv[1] if len(sys.argv) > 1 else "build/release"
    program = os.path.join(build_folder, "benchmarks/benchmark_training")
    for network in sys.argv[2:] or NETWORKS:
        print_profile(program, network)


if __name__ == "__main__":
    main()
