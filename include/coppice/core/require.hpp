#pragma once

#include "coppice/core/error.hpp"
#include "coppice/core/text.hpp"

#include <concepts>
#include <string>

namespace coppice {

/// Refuses a number that does not hold what its parameter asks. NaN holds nothing.
/// @throws coppice::error unless `holds`, with all digits of a whole number
template <class Number>
    requires std::integral<Number> || std::floating_point<Number>
void require(
    bool holds, const std::string& where, const std::string& parameter, Number value,
    const std::string& range) {
    if (!holds) {
        throw error(where, parameter, text(value), range);
    }
}

/// Has policies check their own parameters, those that can.
/// @throws coppice::error for the first parameter out of its range
template <class... Policies>
void validate(const Policies&... policies) {
    const auto one = [](const auto& policy) {
        if constexpr (requires { policy.validate(); }) {
            policy.validate();
        }
    };
    (one(policies), ...);
}

} // namespace coppice
