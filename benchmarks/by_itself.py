#!/usr/bin/env python3
"""Prints what coppice's composition costs and how its time grows with the number of weights.

Run it after building the preset release, with 9 GB of memory free:

    python3 benchmarks/by_itself.py [build/release]

For one and for two threads; every figure is a median, of runs in turn where two are compared.
"""

import json
import os
import subprocess
import sys


def run(build, program, threads):
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads), OMP_WAIT_POLICY="active")
    written = subprocess.run(
        [os.path.join(build, "benchmarks", f"benchmark_{program}"), "--benchmark_format=json"],
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return json.loads(written)["benchmarks"]


def print_sessions(build, threads, heading):
    print(f"| {heading}, a step | by hand | composed | ratio |")
    print("|---|---:|---:|---:|")
    for entry in run(build, "session", threads):
        print(
            f"| {entry['name'].split('/')[1]} | {entry['by_hand_us'] / 1e3:.3f} ms "
            f"| {entry['composed_us'] / 1e3:.3f} ms | {entry['ratio']:.3f} |"
        )


def print_growth(build, threads, heading):
    print(f"| {heading}, weights | time | a weight | of the floor | in floors |")
    print("|---:|---:|---:|---:|---:|")
    for entry in run(build, "growth", threads):
        weights, each = int(entry["name"].split("/")[1]), entry["ns_per_weight"]
        print(
            f"| {weights:,} | {each * weights / 1e6:.2f} ms | {each:.3f} ns "
            f"| {entry['floor_ns_per_weight']:.3f} ns | {entry['floors']:.2f} |"
        )


def main():
    build = sys.argv[1] if len(sys.argv) > 1 else "build/release"
    for show in (print_sessions, print_growth):
        for threads in (1, 2):
            show(build, threads, f"{threads} thread{'s'[: threads - 1]}")
            print()


if __name__ == "__main__":
    main()
