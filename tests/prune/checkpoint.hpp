#pragma once

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "safetensors/reader.hpp"
#include "safetensors/writer.hpp"

/// Small files for the tests of coppice-prune.
namespace checkpoint {

using safetensors::dtype;

template <class T>
constexpr dtype dtype_of = std::is_same_v<T, double>        ? dtype::f64
                           : std::is_same_v<T, float>       ? dtype::f32
                           : std::is_same_v<T, Eigen::half> ? dtype::f16
                                                            : dtype::bf16;

/// Weights that look drawn at random, with some of equal magnitude; the same everywhere.
template <class T>
std::vector<T> weights(std::size_t count, std::uint64_t seed = 1) {
    std::vector<T> drawn(count);
    std::uint64_t state = seed;
    for (T& weight : drawn) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        weight = static_cast<T>(static_cast<float>(static_cast<int>(state >> 40U) % 101 - 50) / 32);
    }
    return drawn;
}

/// A tensor of a file, and its elements.
struct tensor {
    safetensors::tensor_info info;
    std::vector<std::byte> elements;
};

template <class T>
tensor
tensor_of(std::string name, std::vector<std::uint64_t> shape, const std::vector<T>& elements) {
    const auto bytes = std::as_bytes(std::span(elements));
    return {
        {.name = std::move(name), .type = dtype_of<T>, .shape = std::move(shape)},
        {bytes.begin(), bytes.end()}};
}

inline void write(
    const std::filesystem::path& path, const std::vector<tensor>& tensors,
    std::optional<safetensors::metadata_map> metadata = std::nullopt) {
    std::vector<safetensors::tensor_info> infos;
    for (const tensor& one : tensors) {
        infos.push_back(one.info);
    }
    safetensors::writer file(path, infos, std::move(metadata));
    for (const tensor& one : tensors) {
        file.write(one.elements);
    }
    file.finish();
}

template <class T>
std::vector<T> read(const std::filesystem::path& path, const std::string& name) {
    const safetensors::reader file(path);
    std::vector<T> elements(file.find(name).elements());
    file.read(file.find(name), std::as_writable_bytes(std::span(elements)));
    return elements;
}

/// The safetensors file of a small plain network.
inline std::vector<tensor> network() {
    return {
        tensor_of("conv1.weight", {16, 3, 3, 3}, weights<float>(432, 1)),
        tensor_of("conv1.bias", {16}, weights<float>(16, 2)),
        tensor_of("conv2.weight", {24, 16, 3, 3}, weights<float>(3456, 3)),
        tensor_of("fc.weight", {10, 24}, weights<float>(240, 4)),
        {{.name = "steps", .type = dtype::i64}, std::vector<std::byte>(8)}};
}

} // namespace checkpoint
