#include "coppice/backend/concept.hpp"

#include "backend/contract/numbers.hpp"
#include "backend/host.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

constexpr index mask_sizes[] = {1, 63, 64, 65, 1000};

TEST_CASE_TEMPLATE_DEFINE("allocated memory is filled with zeros", Host, allocates) {
    typename Host::backend backend;
    const auto numbers = backend.template allocate<typename Host::number>(1000);
    REQUIRE(numbers.size() == 1000);
    CHECK(std::all_of(
        numbers.data(), numbers.data() + 1000, [](auto number) { return bits(number) == 0; }));
    const auto words = backend.template allocate<mask::word>(3);
    CHECK(std::all_of(words.data(), words.data() + 3, [](mask::word word) { return word == 0; }));
    CHECK(backend.template allocate<std::byte>(0).size() == 0);
}
TEST_CASE_TEMPLATE_APPLY(allocates, every_host);

TEST_CASE_TEMPLATE_DEFINE("keep_all sets every bit and none past the end", Backend, keeps_all) {
    Backend backend;
    for (const index groups : mask_sizes) {
        CAPTURE(groups);
        const auto count = static_cast<std::size_t>(mask::words(groups));
        std::vector<mask::word> words(count, mask::word{0x5555555555555555});
        const mask::view all{words.data(), groups};
        if (groups % 64 != 0) {
            words.back() = 0;
        }
        backend.keep_all(all);
        CHECK(backend.kept(all) == groups);
        for (index g = 0; g < groups; ++g) {
            REQUIRE(all[g]);
        }
        CHECK((groups % 64 == 0 || words.back() >> (groups % 64) == 0));
    }
}
TEST_CASE_TEMPLATE_APPLY(keeps_all, every_backend);

TEST_CASE_TEMPLATE_DEFINE("kept counts the bits that are set", Backend, counts_kept) {
    const Backend backend;
    std::mt19937_64 random(1);
    for (const index groups : mask_sizes) {
        std::vector<mask::word> words(static_cast<std::size_t>(mask::words(groups)));
        index expected = 0;
        for (index g = 0; g < groups; ++g) {
            if (random() % 3 == 0) {
                words[static_cast<std::size_t>(g / 64)] |= mask::word{1} << (g % 64);
                ++expected;
            }
        }
        CHECK(backend.kept(mask::const_view{words.data(), groups}) == expected);
    }
}
TEST_CASE_TEMPLATE_APPLY(counts_kept, every_backend);

TEST_CASE_TEMPLATE_DEFINE("masks come to the host and go back unchanged", Backend, moves_masks) {
    Backend backend;
    std::mt19937_64 random(2);
    for (const index groups : mask_sizes) {
        const auto count = static_cast<std::size_t>(mask::words(groups));
        std::vector<mask::word> original(count);
        std::generate(original.begin(), original.end(), random);
        if (groups % 64 != 0) {
            original.back() &= (mask::word{1} << (groups % 64)) - 1;
        }
        auto held = backend.template allocate<mask::word>(mask::words(groups));
        const mask::view there{held.data(), groups};
        backend.upload(original, there);
        std::vector<mask::word> back(count);
        backend.download(there, back);
        CHECK(back == original);
    }
}
TEST_CASE_TEMPLATE_APPLY(moves_masks, every_backend);

} // namespace
} // namespace coppice
