#pragma once

#include "coppice/core/error.hpp"
#include "coppice/core/text.hpp"

#include <string>

namespace coppice {

/// Refuses a number that does not hold what its parameter asks. NaN holds nothing.
/// @throws coppice::error unless `holds`
inline void require(
    bool holds, const std::string& where, const std::string& parameter, double value,
    const std::string& range) {
    if (!holds) {
        throw error(where, parameter, text(value), range);
    }
}

} // namespace coppice
