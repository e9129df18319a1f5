#include "data/split.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include "data/random.hpp"

namespace data {
namespace {

images gather(const images& set, const std::size_t* order, std::size_t count) {
    images result = same_shape(set);
    result.pixels.reserve(count * image_size(set));
    result.labels.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        append_image(result, set, order[i]);
    }
    return result;
}

} // namespace

parts split(const images& set, std::size_t validation_count, std::uint64_t seed) {
    check(set);
    if (validation_count >= set.count) {
        throw std::invalid_argument(
            "split: found " + std::to_string(validation_count) +
            " images wanted for validation, expected fewer than the " + std::to_string(set.count) +
            " there are");
    }
    std::vector<std::size_t> order(set.count);
    permute(order, seed);
    const std::size_t training_count = set.count - validation_count;
    return {
        .training = gather(set, order.data(), training_count),
        .validation = gather(set, order.data() + training_count, validation_count)};
}

images draw(const images& set, std::size_t count, std::uint64_t seed) {
    return count == 0 || count >= set.count ? set : split(set, set.count - count, seed).training;
}

images take(const images& set, std::size_t count) {
    check(set);
    if (count > set.count) {
        throw std::invalid_argument(
            "take: found " + std::to_string(count) + " images wanted, expected at most the " +
            std::to_string(set.count) + " there are");
    }
    images result = same_shape(set);
    result.count = count;
    const std::size_t values = count * image_size(set);
    result.pixels.assign(set.pixels.data(), set.pixels.data() + values);
    result.labels.assign(set.labels.data(), set.labels.data() + count);
    return result;
}

} // namespace data
