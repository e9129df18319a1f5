#pragma once

#include "coppice/core/error.hpp"
#include "coppice/core/text.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
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

/// Refuses a number that is none of those from 0 on.
/// @throws coppice::error unless `found` is in [0, count)
inline void
require_number(const char* where, const char* what, std::int64_t found, std::size_t count) {
    if (found < 0 || static_cast<std::size_t>(found) >= count) {
        throw error(where, what, text(found), "in [0, " + text(count) + ")");
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
