#include "data/augmentation.hpp"

#include "data/random.hpp"

namespace data {

placement
place(const augmentation& choice, std::uint64_t seed, std::uint64_t epoch, std::uint64_t image) {
    random_source random(seed_for(seed_for(seed, epoch), image));
    const auto positions = 2 * static_cast<std::uint64_t>(choice.padding) + 1;
    placement result;
    result.flip = choice.flip && random.below(2) == 1;
    result.down = static_cast<int>(random.below(positions)) - choice.padding;
    result.right = static_cast<int>(random.below(positions)) - choice.padding;
    return result;
}

} // namespace data
