#!/usr/bin/env python3
"""Has the format's own library write the files in recorded/, which against_python.cpp reads.

    pip install safetensors==0.8.0 numpy
    tests/safetensors/record_python.py            # writes recorded/
    tests/safetensors/record_python.py FILE...    # has it read files, and says what is in them
"""

import ctypes
import pathlib
import sys

import safetensors

# Types by the library's names, and the bytes of an element.
TYPES = {
    "bool": 1, "uint8": 1, "int8": 1, "float8_e5m2": 1, "float8_e4m3fn": 1, "float8_e8m0fnu": 1,
    "float8_e4m3fnuz": 1, "float8_e5m2fnuz": 1, "int16": 2, "uint16": 2, "float16": 2,
    "bfloat16": 2, "int32": 4, "uint32": 4, "float32": 4, "complex64": 8, "float64": 8,
    "int64": 8, "uint64": 8,
}
kept_alive = []


def tensor(dtype, shape, first):
    """A tensor whose bytes count up from `first`."""
    count = TYPES[dtype]
    for extent in shape:
        count *= extent
    data = (ctypes.c_ubyte * max(count, 1))(*((first + i) % 256 for i in range(count)))
    kept_alive.append(data)
    return safetensors.TensorSpec(
        dtype=dtype, shape=shape, data_ptr=ctypes.addressof(data), data_len=count
    )


def record(folder):
    folder.mkdir(exist_ok=True)
    files = {
        "types": ({f"a {name}": tensor(name, [2, 3], 7 * i) for i, name in enumerate(TYPES)}, None),
        "shapes": (
            {
                "scalar": tensor("float32", [], 1),
                "nothing": tensor("float32", [3, 0, 2], 0),
                "vector": tensor("int16", [5], 2),
                "deep": tensor("uint8", [1, 2, 1, 2, 1, 2, 1, 2, 1], 3),
                "\u00fcmlaut \u2713 \"quoted\" \\ \n": tensor("float64", [1, 1], 4),
            },
            {"format": "pt"},
        ),
        "empty": ({}, {"note": "no tensors"}),
    }
    for name, (tensors, metadata) in files.items():
        path = folder / f"{name}.safetensors"
        path.write_bytes(safetensors.serialize(tensors, metadata))


def show(path):
    with safetensors.safe_open(path, framework="np") as file:
        print(path, file.metadata())
    for name, tensor in sorted(safetensors.deserialize(pathlib.Path(path).read_bytes())):
        print(" ", name, tensor["dtype"], tensor["shape"], bytes(tensor["data"][:16]).hex())


if len(sys.argv) > 1:
    for path in sys.argv[1:]:
        show(path)
else:
    record(pathlib.Path(__file__).parent / "recorded")
