#include "coppice/operation/detail/window.hpp"

#include "core/refusal.hpp"

#include <doctest/doctest.h>

using coppice::operation::detail::window;

TEST_CASE("a window has as many places as a count finds") {
    for (coppice::index extent = 1; extent < 9; ++extent) {
        for (coppice::index kernel = 1; kernel < 4; ++kernel) {
            for (coppice::index stride = 1; stride < 4; ++stride) {
                for (coppice::index padding = 0; padding < 3; ++padding) {
                    for (coppice::index dilation = 1; dilation < 4; ++dilation) {
                        coppice::index places = 0;
                        for (coppice::index first = -padding;
                             first + dilation * (kernel - 1) < extent + padding; first += stride) {
                            ++places;
                        }
                        const window tested{kernel, {1, stride}, {0, padding}, {1, dilation}};
                        if (places == 0) {
                            static_cast<void>(refusal([&] {
                                static_cast<void>(tested.places("w", {9, extent}));
                            }));
                        } else {
                            CHECK(tested.places("w", {9, extent})[1] == places);
                        }
                    }
                }
            }
        }
    }
}

TEST_CASE("a window of no extent is refused") {
    CHECK(refusal([] {
              static_cast<void>(window{.kernel = 0}.places("pool", {2, 2}));
          }) == "pool: kernel is 0; it must be at least 1");
}
