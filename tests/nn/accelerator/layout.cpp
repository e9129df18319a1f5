#include "nn/accelerator/layout.hpp"

#include <doctest/doctest.h>

#include <cstdint>

#include "nn/channels.hpp"
#include "nn/gradient_check.hpp"

namespace {

using namespace nn;

TEST_CASE("images change their order as they do on the CPU, and back") {
    const tensor first = test::random_tensor({3, 5, 2, 7}, 1);
    tensor expected(first.shape());
    to_channels_last(3, 14, 5, first.data(), expected.data());
    tensor last(first.shape());
    tensor back(first.shape());
    const put_channels_last there{first.data(), divisor(14), divisor(5), last.data()};
    const put_channels_first again{last.data(), divisor(14), divisor(5), back.data()};
    for (std::uint32_t place = 0; place < first.size(); ++place) {
        there(place);
    }
    for (std::uint32_t place = 0; place < first.size(); ++place) {
        again(place);
    }
    CHECK(last == expected);
    CHECK(back == first);
}

TEST_CASE(
    "weights are turned: every kernel by half a circle, inputs and outputs in each other's place") {
    const tensor weight = test::random_tensor({4, 3, 2, 2}, 1); // out, in, kernel
    tensor turned({3, 2, 2, 4});                                // in, kernel, out
    const reordered<turn_weights> all{
        weight.size(), {weight.data(), divisor(4), divisor(3), divisor(4), turned.data()}};
    for (std::uint32_t place = 0; place < all.size; ++place) {
        all(place);
    }
    for (std::size_t out = 0; out < 4; ++out) {
        for (std::size_t in = 0; in < 3; ++in) {
            for (std::size_t tap = 0; tap < 4; ++tap) {
                CHECK(turned[(in * 4 + tap) * 4 + out] == weight[(out * 3 + in) * 4 + 3 - tap]);
            }
        }
    }
}

} // namespace
