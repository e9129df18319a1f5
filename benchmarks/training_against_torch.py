#!/usr/bin/env python3
"""Trains and runs the same networks with the example trainer's network library and with PyTorch,
and prints how many images a second each takes, and the memory that training takes at its peak.

Run it with a Python that has torch, after building the preset release:

    python3 benchmarks/training_against_torch.py [build/release [network ...]]

    python3 benchmarks/training_against_torch.py --cuda [build/cuda [network ...]]

For one and for two threads: both sides take turns, a process each time; a figure is the median of
several turns, and PyTorch's is that of its better memory format. Of PyTorch's memory, what it
takes before it has made a network does not count. With --cuda on a GPU: one turn each, channels
last, without TF32 on either side, and each batch comes from the host's memory.
"""

import json
import os
import statistics
import subprocess
import sys
import time

ROUNDS = 3
SECONDS = 0.7
FORMATS = ("contiguous_format", "channels_last")
BATCHES = {
    "lenet_300_100": 60,
    "conv_2": 60,
    "resnet20": 128,
    "resnet110": 128,
    "resnet18": 128,
    "vgg16": 128,
    "mobilenet_v2": 128,
}


def build(name):
    """The network as examples/nn/models builds it."""
    import torch
    from torch import nn

    def normalised(inputs, outputs, kernel, stride=1, groups=1, bias=False):
        return [
            nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=bias),
            nn.BatchNorm2d(outputs),
        ]

    class Sum(nn.Module):
        def __init__(self, path, shortcut, after):
            super().__init__()
            self.path, self.shortcut, self.after = nn.Sequential(*path), shortcut, after

        def forward(self, x):
            return self.after(self.path(x) + self.shortcut(x))

    def basic(inputs, outputs, stride):
        path = normalised(inputs, outputs, 3, stride) + [nn.ReLU(True)]
        path += normalised(outputs, outputs, 3)
        same = stride == 1 and inputs == outputs
        shortcut = nn.Identity() if same else nn.Sequential(*normalised(inputs, outputs, 1, stride))
        return Sum(path, shortcut, nn.ReLU(True))

    def residual(widths, blocks):
        layers, inputs = normalised(3, widths[0], 3) + [nn.ReLU(True)], widths[0]
        for stage, width in enumerate(widths):
            for block in range(blocks):
                layers.append(basic(inputs, width, 2 if stage and not block else 1))
                inputs = width
        return layers + [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, 10)]

    def vgg():
        layers, inputs = [], 3
        widths = (64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512)
        for number, width in enumerate(widths, 1):
            layers += normalised(inputs, width, 3, bias=True) + [nn.ReLU(True)]
            inputs = width
            if number in (2, 4, 7, 10, 13):
                layers.append(nn.MaxPool2d(2))
        return layers + [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10)]

    def mobilenet():
        layers, inputs = normalised(3, 32, 3) + [nn.ReLU6(True)], 32
        stages = ((1, 16, 1, 1), (6, 24, 2, 1), (6, 32, 3, 2), (6, 64, 4, 2))
        stages += ((6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))
        for expansion, width, blocks, first in stages:
            for block in range(blocks):
                stride, inner = 1 if block else first, expansion * inputs
                path = normalised(inputs, inner, 1) + [nn.ReLU6(True)] if expansion > 1 else []
                path += normalised(inner, inner, 3, stride, inner) + [nn.ReLU6(True)]
                path += normalised(inner, width, 1)
                same = stride == 1 and inputs == width
                layers += [Sum(path, nn.Identity(), nn.Identity())] if same else path
                inputs = width
        layers += normalised(inputs, 1280, 1) + [nn.ReLU6(True)]
        return layers + [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(1280, 10)]

    def conv_2():
        layers = [nn.Conv2d(3, 64, 3, 1, 1), nn.ReLU(True), nn.Conv2d(64, 64, 3, 1, 1)]
        layers += [nn.ReLU(True), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(16384, 256)]
        return layers + [nn.ReLU(True), nn.Linear(256, 256), nn.ReLU(True), nn.Linear(256, 10)]

    def lenet():
        layers = [nn.Flatten(), nn.Linear(784, 300), nn.ReLU(True), nn.Linear(300, 100)]
        return layers + [nn.ReLU(True), nn.Linear(100, 10)]

    layers = {
        "lenet_300_100": lenet,
        "conv_2": conv_2,
        "resnet20": lambda: residual((16, 32, 64), 3),
        "resnet110": lambda: residual((16, 32, 64), 18),
        "resnet18": lambda: residual((64, 128, 256, 512), 2),
        "vgg16": vgg,
        "mobilenet_v2": mobilenet,
    }[name]()
    return torch.nn.Sequential(*layers)


def peak_megabytes():
    with open("/proc/self/status", encoding="ascii") as status:
        lines = dict(line.split(":", 1) for line in status)
    return int(lines["VmHWM"].split()[0]) / 1024


def median_seconds(work):
    work()
    seconds, start = [], time.perf_counter()
    while len(seconds) < 3 or time.perf_counter() - start < SECONDS:
        before = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - before)
    return statistics.median(seconds)


def measure_torch(name, threads, layout, device):
    """Prints what PyTorch takes, for the process that started this one."""
    import torch
    from torch.nn import functional

    torch.set_num_threads(threads)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = True
    torch.manual_seed(1)
    before = peak_megabytes()
    batch = BATCHES[name]
    image = (1, 28, 28) if name == "lenet_300_100" else (3, 32, 32)
    layout = getattr(torch, layout)
    model = build(name).to(device, memory_format=layout)
    images = torch.randn(batch, *image).to(memory_format=layout)
    images = images.pin_memory() if device == "cuda" else images
    labels = (torch.arange(batch) % 10).to(device)
    there = lambda batch: batch.to(device, non_blocking=True)  # as ours, from the host's memory
    finish = torch.cuda.synchronize if device == "cuda" else lambda: None
    descent = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)

    def step():
        descent.zero_grad()
        functional.cross_entropy(model(there(images)), labels).backward()
        descent.step()
        finish()

    @torch.inference_mode()
    def infer():
        model(there(images))
        finish()

    model.train()
    found = {"train": batch / median_seconds(step), "megabytes": peak_megabytes() - before}
    model.eval()
    found["infer"] = batch / median_seconds(infer)
    found["parameters"] = sum(p.numel() for p in model.parameters())
    print(json.dumps(found))


def environment_for(threads):
    return dict(os.environ, OMP_NUM_THREADS=str(threads), OMP_WAIT_POLICY="active")


def run_torch(name, threads, layout, device):
    environment = environment_for(threads)
    call = [sys.executable, __file__, "--one", name, str(threads), layout, device]
    ran = subprocess.run(call, env=environment, check=True, stdout=subprocess.PIPE)
    return json.loads(ran.stdout)


def run_ours(program, name, threads, device):
    environment = environment_for(threads)
    found = {}
    for what in ("train", "infer"):
        call = [program] + ["--backend=cuda"] * (device == "cuda")
        call += [f"--benchmark_filter=^{what}/{name}/", "--benchmark_format=json"]
        call += [f"--benchmark_min_time={SECONDS}"]
        with subprocess.Popen(call, env=environment, stdout=subprocess.PIPE, text=True) as running:
            written = running.stdout.read()
            _, status, usage = os.wait4(running.pid, 0)
            running.returncode = os.waitstatus_to_exitcode(status)
        if running.returncode != 0:
            raise subprocess.CalledProcessError(running.returncode, call)
        found[what] = json.loads(written)["benchmarks"][0]["images"]
        found.setdefault("megabytes", usage.ru_maxrss / 1024)
    return found


def median(entries, key):
    return statistics.median(entry[key] for entry in entries)


def compare_on_gpu(given):
    """One turn each: what a GPU does varies little, and its time is dear."""
    program = os.path.join(given[0] if given else "build/cuda", "benchmarks/benchmark_training")
    print("| on a GPU, images a second | training | torch | ratio | inference | torch | ratio |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    good = True
    for name in given[1:] or list(BATCHES):
        own = run_ours(program, name, 1, "cuda")
        try:
            theirs = run_torch(name, 1, "channels_last", "cuda")
        except subprocess.CalledProcessError:
            print(f"| {name} | {own['train']:,.0f} | - | - | {own['infer']:,.0f} | - | - |", flush=True)
            good = False
            continue
        line = f"| {name} "
        for what in ("train", "infer"):
            line += f"| {own[what]:,.0f} | {theirs[what]:,.0f} | {own[what] / theirs[what]:.2f} "
        print(line + "|", flush=True)
        good = good and own["train"] >= theirs["train"]
    print("\nfast enough" if good else "\nNOT fast enough: PyTorch trains faster, or there is none")
    return 0 if good else 1


def main():
    if sys.argv[1:2] == ["--cuda"]:
        return compare_on_gpu(sys.argv[2:])
    build_folder = sys.argv[1] if len(sys.argv) > 1 else "build/release"
    program = os.path.join(build_folder, "benchmarks/benchmark_training")
    names = sys.argv[2:] or list(BATCHES)
    for threads in (1, 2):
        print(f"| {threads} thread{'s'[: threads - 1]}, images a second | training | torch | ratio ", end="")
        print("| inference | torch | ratio | memory in training | torch |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
        for name in names:
            ours, theirs = [], {layout: [] for layout in FORMATS}
            for _ in range(ROUNDS):
                ours.append(run_ours(program, name, threads, "cpu"))
                for layout in FORMATS:
                    theirs[layout].append(run_torch(name, threads, layout, "cpu"))
            line = f"| {name} "
            for what in ("train", "infer"):
                own = median(ours, what)
                best = max(median(entries, what) for entries in theirs.values())
                line += f"| {own:,.0f} | {best:,.0f} | {own / best:.2f} "
            least = min(median(entries, "megabytes") for entries in theirs.values())
            print(f"{line}| {median(ours, 'megabytes'):,.0f} MB | {least:,.0f} MB |", flush=True)
        print()
    return 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        measure_torch(sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5])
    else:
        sys.exit(main())
