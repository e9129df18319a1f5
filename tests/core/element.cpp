#include "coppice/core/element.hpp"

#include <doctest/doctest.h>

namespace {

struct number_of_a_host {};

} // namespace

template <>
inline constexpr bool coppice::is_element<number_of_a_host> = true;

TEST_CASE("weights are made of float, double and what a host says") {
    static_assert(coppice::element<float>);
    static_assert(coppice::element<const double>);
    static_assert(coppice::element<number_of_a_host>);
    static_assert(coppice::element<const number_of_a_host>);
    static_assert(!coppice::element<int>);
    static_assert(!coppice::element<long double>);
    static_assert(!coppice::element<float*>);
    static_assert(!coppice::element<float&>);
}
