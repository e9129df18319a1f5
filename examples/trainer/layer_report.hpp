#pragma once

#include <coppice/compact/report.hpp>

#include <vector>

#include "report/table.hpp"
#include "trainer/describe.hpp"

namespace trainer {

/// Fills in how long each layer takes for one image, whole and shrunk, each in a network of its
/// own: medians of `rounds` runs.
/// @param rows  of the description, see coppice::compact::rows
void measure_layers(
    std::vector<coppice::compact::row>& rows, const described& description,
    const nn::network& whole, const nn::network& shrunk, int rounds);

/// A row an operation with parameters and one for all: what it was and what it is.
[[nodiscard]] report::table layer_table(const std::vector<coppice::compact::row>& rows);

} // namespace trainer
