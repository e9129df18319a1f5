#include "coppice/score/source.hpp"

#include "coppice/score/l1.hpp"
#include "coppice/score/l2.hpp"
#include "core/layout.hpp"

#include <array>
#include <vector>

#include <doctest/doctest.h>

namespace score = coppice::score;

namespace {

struct minimal {
    [[nodiscard]] coppice::index size() const { return 1; }
    [[nodiscard]] double operator[](coppice::index) const { return 0; }
};
struct without_size : minimal {
    void size() const = delete;
};
struct size_in_int : minimal {
    [[nodiscard]] int size() const;
};
struct without_numbers : minimal {
    void operator[](coppice::index) const = delete;
};
struct numbers_in_float : minimal {
    [[nodiscard]] float operator[](coppice::index) const;
};

static_assert(score::source<minimal>);
static_assert(score::source<score::stored>);
static_assert(score::source<score::of_weights<score::l2, float>>);
static_assert(!score::source<without_size>);
static_assert(!score::source<size_in_int>);
static_assert(!score::source<without_numbers>);
static_assert(!score::source<numbers_in_float>);
static_assert(!score::source<std::vector<double>>);

} // namespace

TEST_CASE("stored scores are read where they were written") {
    const std::array<double, 3> numbers{3, 1, 2};
    const score::stored source{numbers.data(), 3};
    CHECK(source.size() == 3);
    CHECK(source[0] == 3);
    CHECK(source[2] == 2);
}

TEST_CASE("scores of single weights are computed where they are read, in logical order") {
    const std::vector<float> values{1, -2, 3, -4, 5, -6};
    for (const coppice::shape& strides : layouts({2, 3})) {
        laid_out<float> tensor({2, 3}, strides, values);
        const score::of_weights<score::l1, float> source{{}, singles(tensor.tensor()).read_only()};
        CHECK(source.size() == 6);
        for (coppice::index g = 0; g < 6; ++g) {
            CHECK(source[g] == static_cast<double>(g + 1));
        }
    }
}
