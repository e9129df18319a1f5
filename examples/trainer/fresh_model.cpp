#include "trainer/fresh_model.hpp"

#include <cstddef>

namespace trainer {

nn::image_shape shape_of(const data::images& set) {
    return {
        static_cast<std::size_t>(set.channels), static_cast<std::size_t>(set.height),
        static_cast<std::size_t>(set.width)};
}

nn::model fresh_model(std::string_view name, const data::images& set, std::uint64_t seed) {
    return nn::make_model(name, shape_of(set), static_cast<std::size_t>(set.classes), seed);
}

} // namespace trainer
