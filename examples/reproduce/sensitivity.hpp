#pragma once

#include <string>
#include <vector>

#include "reproduce/document.hpp"
#include "trainer/sensitivity.hpp"

namespace reproduce {

/// A network's scans, a seed each.
struct scanned_network {
    std::string name;
    std::vector<trainer::sensitivity_scan> scans;
};

/// The accuracy with every layer pruned alone, at several ratios: Li et al., "Pruning Filters for
/// Efficient ConvNets", ICLR 2017, Figure 2 (b), on the networks of ICE-Pick.
[[nodiscard]] document sensitivity(const options& chosen, const listener& so_far);

/// The same of scans that exist.
[[nodiscard]] document
describe_sensitivity(const std::vector<scanned_network>& networks, scale size);

} // namespace reproduce
