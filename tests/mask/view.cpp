#include "coppice/mask/view.hpp"

#include <array>
#include <concepts>

#include <doctest/doctest.h>

namespace mask = coppice::mask;

TEST_CASE("a mask takes a word for every 64 groups begun") {
    static_assert(mask::words(0) == 0);
    static_assert(mask::words(1) == 1);
    static_assert(mask::words(63) == 1);
    static_assert(mask::words(64) == 1);
    static_assert(mask::words(65) == 2);
    static_assert(mask::words(1000) == 16);
}

TEST_CASE("a set bit is a kept group, the lowest bit first") {
    std::array<mask::word, 2> words{mask::word{1} << 63U | 1U, 2U};
    const mask::view all{words.data(), 70};
    for (coppice::index g = 0; g < 70; ++g) {
        CHECK(all[g] == (g == 0 || g == 63 || g == 65));
    }
}

TEST_CASE("a mask that may be written may also be read, not the other way round") {
    std::array<mask::word, 1> words{5};
    const mask::const_view readable = mask::view{words.data(), 3};
    CHECK(readable.words == words.data());
    CHECK(readable.size == 3);
    static_assert(!std::convertible_to<mask::const_view, mask::view>);
}

TEST_CASE("an empty mask is the mask of a layer without one") {
    constexpr mask::const_view none;
    static_assert(none.size == 0);
    static_assert(none.words == nullptr);
}
