#pragma once

#include <bit>
#include <cstdint>
#include <limits>

namespace coppice::backend::detail {

/// The key of a score: an integer in the order of the scores, equal for -0 and +0.
struct score_keys {
    using key = std::int64_t;
    static constexpr key not_a_number = std::numeric_limits<key>::max();

    [[nodiscard]] static constexpr key of(double score) {
        const auto bits = std::bit_cast<key>(score + 0.0); // -0 becomes +0
        const key ordered = bits ^ (bits >> 63 & std::numeric_limits<key>::max());
        return score == score ? ordered : not_a_number;
    }
};

} // namespace coppice::backend::detail
