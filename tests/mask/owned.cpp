#include "coppice/mask/owned.hpp"

#include "backend/host.hpp"

#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

namespace coppice::mask {

TEST_CASE_TEMPLATE_DEFINE("a mask of one's own keeps every group at first", Backend, keeps_all) {
    Backend backend;
    for (const coppice::index groups : {1, 63, 64, 65, 1000}) {
        const owned<Backend> mask(backend, groups);
        CHECK(mask.size() == groups);
        CHECK(backend.kept(mask) == groups);
        for (coppice::index g = 0; g < groups; ++g) {
            REQUIRE(mask[g]);
        }
    }
}
TEST_CASE_TEMPLATE_APPLY(keeps_all, every_backend);

TEST_CASE_TEMPLATE_DEFINE("a mask of one's own can be written and moved", Backend, is_writable) {
    Backend backend;
    owned<Backend> mask(backend, 70);
    const view written = mask;
    written.words[1] = 0;
    const owned<Backend> moved = std::move(mask);
    const const_view read = moved;
    CHECK(read.words == written.words);
    CHECK(read.size == 70);
    CHECK(moved[63]);
    CHECK_FALSE(moved[64]);
    CHECK(backend.kept(moved) == 64);
}
TEST_CASE_TEMPLATE_APPLY(is_writable, every_backend);

TEST_CASE("a mask of one's own that may only be read gives no writable view") {
    using mask = owned<coppice::backend::reference>;
    static_assert(std::is_convertible_v<mask&, view>);
    static_assert(!std::is_convertible_v<const mask&, view>);
    static_assert(std::is_convertible_v<const mask&, const_view>);
}

} // namespace coppice::mask
