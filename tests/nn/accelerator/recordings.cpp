#include "nn/accelerator/recordings.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>

#include "nn/accelerator/on_cpu.hpp"

namespace {

using namespace nn;

using key = recordings<test::on_cpu>::key;

/// Asks `on` for so many requests.
auto asking(test::on_cpu& on, std::size_t requests, std::size_t macs) {
    return [&on, requests, macs] {
        for (std::size_t number = 0; number < requests; ++number) {
            on.for_each(1, [](std::uint32_t) {});
        }
        return backward_macs{.weight_gradient = macs, .input_gradient = macs + 1};
    };
}

TEST_CASE("a pass is recorded once for each key, and its multiply-accumulates come from it") {
    test::on_cpu on;
    recordings<test::on_cpu> kept;
    for (int time = 0; time < 3; ++time) {
        const backward_macs first = kept.run(on, key{1, 2}, asking(on, 3, 10));
        const backward_macs second = kept.run(on, key{1, 3}, asking(on, 5, 20));
        CHECK(first.weight_gradient == 10);
        CHECK(first.input_gradient == 11);
        CHECK(second.weight_gradient == 20);
        CHECK(second.input_gradient == 21);
        CHECK(on.replayed() == static_cast<std::size_t>(2 * time));
    }
    CHECK(on.changed() == 0);
}

TEST_CASE("keys of which one begins another are two") {
    test::on_cpu on;
    recordings<test::on_cpu> kept;
    kept.run(on, key{1}, asking(on, 1, 0));
    kept.run(on, key{1, 0}, asking(on, 2, 0));
    kept.run(on, key{}, asking(on, 3, 0));
    CHECK(on.replayed() == 0);
}

TEST_CASE("where there are too many, the oldest is recorded again") {
    test::on_cpu on;
    recordings<test::on_cpu> kept;
    for (std::uintptr_t number = 0; number < 9; ++number) {
        kept.run(on, key{number}, asking(on, 1, 0));
    }
    kept.run(on, key{1}, asking(on, 1, 0));
    kept.run(on, key{8}, asking(on, 1, 0));
    CHECK(on.replayed() == 2);
    kept.run(on, key{0}, asking(on, 1, 0)); // the oldest, which made room for the ninth
    CHECK(on.replayed() == 2);
}

TEST_CASE("what is forgotten is recorded anew") {
    test::on_cpu on;
    recordings<test::on_cpu> kept;
    kept.run(on, key{1}, asking(on, 1, 0));
    kept.clear();
    kept.run(on, key{1}, asking(on, 2, 0));
    CHECK(on.replayed() == 0);
    CHECK(on.changed() == 0);
}

} // namespace
