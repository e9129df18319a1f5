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

} // namespace
