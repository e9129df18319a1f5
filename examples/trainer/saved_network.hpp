#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "data/image_folder.hpp"
#include "data/normalisation.hpp"
#include "nn/models/model.hpp"
#include "trainer/options.hpp"

namespace trainer {

/// What a network is besides its weights.
struct network_origin {
    std::string model;                      ///< a name that nn::make_model knows
    nn::image_shape input;                  ///< of one image
    std::size_t classes = 0;                ///< that it tells apart
    std::string data;                       ///< the data set that it was trained on
    data::image_folder_options folder = {}; ///< by which its images were read, if from a folder
    std::string recipe;                     ///< by which it was pruned; "dense" if it was not
    double ratio = 0;                       ///< that the recipe was given
    int epochs = 0;                         ///< of training
    std::uint64_t seed = 1;
    data::normalisation scale; ///< of the images that it reads
};

/// A network that was saved, as it was.
struct saved_network {
    nn::model model;
    network_origin origin;
};

/// A sidecar may ask for no larger images: the model is built before its weights are read.
inline constexpr std::size_t longest_side = 256;

/// The sidecar of `net.safetensors`: `net.json`.
[[nodiscard]] std::filesystem::path sidecar_of(const std::filesystem::path& weights);

/// Saves a network, shrunk or not: its parameters and running statistics as safetensors, named as
/// PyTorch names them ("conv1.weight", "bn1.running_var"), and beside it a sidecar in JSON with
/// where the network comes from and how many channels each of its layers has, out of how many.
/// @throws std::runtime_error where a file cannot be written, and for images of more than
///         `longest_side` pixels a side
void save_network(
    const std::filesystem::path& weights, const nn::network& net, const network_origin& origin);

/// Builds a saved network again: the model of the sidecar, cut to the channels that are left, with
/// the weights of the file. Both are taken for hostile: whatever the one says is held against the
/// other and against the model.
/// @throws std::runtime_error naming the file, what was found in it and what was expected
[[nodiscard]] saved_network load_network(const std::filesystem::path& weights);

} // namespace trainer
