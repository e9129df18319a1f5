#pragma once

#include <concepts>
#include <cstddef>
#include <memory_resource>
#include <string>

#include "nn/accelerator/device_memory.hpp"
#include "nn/accelerator/pixels.hpp"
#include "nn/accelerator/sums.hpp"
#include "nn/engine/convolution_engine.hpp"
#include "nn/engine/matrix_product.hpp"

namespace nn {

/// What `accelerated_plan` computes with: a device that works through what it is asked for in
/// order, perhaps after the call that asked has returned. Memory is the device's own unless it says
/// "of the host"; activations are channels last; weights are channels last too, [out, kernel,
/// kernel, in / groups]. `layer` is for errors, std::runtime_error that name the call, the layer
/// and its size.
///
/// | member | does |
/// |---|---|
/// | `own_memory()` | the memory of what only the device reads and writes |
/// | `shared_memory()` | one for what the host reads and writes too, while the device is at rest |
/// | `for_each(n, f)` | f(i) for each i in [0, n), in any order and at once; n < divisor::limit |
/// | `sum_channels(cut, terms, slabs, f)` | f(c, sums of the terms over all pixels) for each c |
/// | `upload(n, from, to)` | n floats from memory of the host, which may then be written again |
/// | `download(n, from, to)` | n floats to memory of the host; waits |
/// | `convolve(layer, problem, x, w, y)` | overwrites y by the convolution, without a bias |
/// | `convolve_back(layer, problem, w, dy, dx)` | overwrites dx, the input's gradient |
/// | `weigh(layer, problem, x, dy, dw)` | overwrites dw, the weights' gradient |
/// | `multiply(layer, rows, inner, columns, a, b, c)` | overwrites c [rows, columns] by a b |
/// | `run(recording, body)` | does what `body` asks for, or what it asked for when recorded |
/// | `wait()` | returns once all has been done |
///
/// Sums are the same in every run; `slabs` is memory of the device for cut.sums(), overwritten.
/// A `recording` is a value, empty at first. Whoever runs one again promises that its body would
/// ask for the same in the same memory.
template <class Device>
concept accelerator = requires(
    Device& on, std::size_t n, const fill_with& each, const sum_cut& cut, const plain_terms& terms,
    sum_pair* slabs, const give_sum& give, const float* from, float* to, const std::string& layer,
    const convolution_problem& problem, const matrix_factor& factor,
    typename Device::recording& recording, void (*body)()) {
    { on.own_memory() } -> std::same_as<device_memory&>;
    { on.shared_memory() } -> std::same_as<std::pmr::memory_resource&>;
    on.for_each(n, each);
    on.sum_channels(cut, terms, slabs, give);
    on.upload(n, from, to);
    on.download(n, from, to);
    on.convolve(layer, problem, from, from, to);
    on.convolve_back(layer, problem, from, from, to);
    on.weigh(layer, problem, from, from, to);
    on.multiply(layer, n, n, n, factor, factor, to);
    on.run(recording, body);
    on.wait();
};

} // namespace nn
