#pragma once

#include <cstdint>
#include <string_view>

#include "data/images.hpp"
#include "nn/models/model.hpp"

namespace trainer {

/// The extents of a set's images, as a network reads them.
[[nodiscard]] nn::image_shape shape_of(const data::images& set);

/// An untrained model, by its name, for the images and the classes of a set: see nn::make_model.
[[nodiscard]] nn::model
fresh_model(std::string_view name, const data::images& set, std::uint64_t seed);

} // namespace trainer
