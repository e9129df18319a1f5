#include "coppice/backend/detail/bits_below.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <random>

#include <doctest/doctest.h>

namespace coppice {
namespace {

TEST_CASE_TEMPLATE(
    "bit i says whether key i is below the limit", Key, std::int16_t, std::int32_t, std::int64_t) {
    using limits = std::numeric_limits<Key>;
    std::mt19937_64 random(1);
    std::array<Key, 64> keys{};
    for (int round = 0; round < 200; ++round) {
        for (Key& key : keys) { // many that are equal, and both ends
            const auto any = static_cast<Key>(random());
            const Key some[] = {limits::min(), limits::max(), -1, 0, 1, any, any, any};
            key = some[random() % 8];
        }
        const Key edges[] = {limits::min(), limits::max(), 0, 1};
        const Key limit = round % 5 < 4 ? edges[round % 5] : keys[random() % 64];
        mask::word expected = 0;
        for (unsigned i = 0; i < 64; ++i) {
            expected |= mask::word{keys[i] < limit} << i;
        }
        REQUIRE(backend::detail::bits_below(keys.data(), limit) == expected);
    }
}

} // namespace
} // namespace coppice
