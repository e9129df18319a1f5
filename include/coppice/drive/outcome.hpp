#pragma once

#include "coppice/select/verdict.hpp"

#include <string>
#include <vector>

namespace coppice::drive {

/// What pruning has done to one layer so far.
struct outcome {
    int layer = -1;
    index groups = 0;
    index pruned = 0;
    index asked = 0;                         ///< groups, see select::verdict
    select::limit why = select::limit::none; ///< what came between, or lets it lose no more
    std::vector<int> with = {};              ///< layers that are pruned with it: see couple
};

/// A layer that the recipe does not prune, and why.
struct kept_whole {
    int layer = -1;
    std::string reason;
};

} // namespace coppice::drive
