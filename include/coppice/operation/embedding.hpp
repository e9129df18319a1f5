#pragma once

#include "coppice/model/description.hpp"

#include <span>

namespace coppice::operation {

/// A table of features, one row looked up for each token. It multiplies nothing.
///
/// Hosts that keep it as tokens x features hand it over by `coppice::transposed`.
template <element T>
struct embedding {
    view<T> weight; ///< features x tokens that there are

    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 1);
        at.expect("rank of the weight", weight.rank(), 2);
        at.expect("number of channels", at.extent(inputs[0].channels), 1);
        model::value made{at.produce(weight.extent(0)), inputs[0].spatial};
        at.layer(
            at.parameter("weight", weight, {{made.channels, model::use::produced}, {}}),
            made.channels, 0);
        return made;
    }
};

} // namespace coppice::operation
