#include "coppice/core/element.hpp"

#include <doctest/doctest.h>

namespace {

struct half {};

} // namespace

template <>
inline constexpr bool coppice::is_element<half> = true;

TEST_CASE("weights are made of float, double and what a host says") {
    static_assert(coppice::element<float>);
    static_assert(coppice::element<const double>);
    static_assert(coppice::element<half>);
    static_assert(coppice::element<const half>);
    static_assert(!coppice::element<int>);
    static_assert(!coppice::element<long double>);
    static_assert(!coppice::element<float*>);
    static_assert(!coppice::element<float&>);
}
