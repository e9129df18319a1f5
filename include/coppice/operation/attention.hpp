#pragma once

#include "coppice/core/require.hpp"
#include "coppice/model/description.hpp"

#include <span>

namespace coppice::operation {

/// Scaled dot-product attention of queries, keys and values (Vaswani et al., NeurIPS 2017), each
/// made by a dense layer of its own or cut from a common one by `slice`, and read by an output
/// layer. A head goes whole: its features of all three and of the output. With fewer heads for keys
/// and values than for queries (grouped-query attention), a head of those goes with all queries
/// that read it.
///
/// The scale is that of a head's width, which does not change.
struct attention {
    index heads = 1;     ///< of the queries
    index key_heads = 0; ///< of keys and values: divides `heads`; 0 for as many

    /// @param inputs  queries (heads * width), keys (key_heads * width), values (key_heads * any),
    ///                over tokens
    template <element T>
    model::value connect(model::site<T>& at, std::span<const model::value> inputs) const {
        at.expect("number of inputs", static_cast<index>(inputs.size()), 3);
        const index shared = key_heads == 0 ? heads : key_heads;
        require(heads >= 1, at.name(), "heads", heads, "at least 1");
        if (shared < 1 || heads % shared != 0) {
            throw error(
                at.name(), "key_heads", text(shared),
                "a divisor of " + text(heads) + ", the heads");
        }
        const index width = at.extent(inputs[0].channels) / heads;
        at.expect("number of query features", at.extent(inputs[0].channels), width * heads);
        at.expect("number of key features", at.extent(inputs[1].channels), width * shared);
        const index read = at.extent(inputs[2].channels) / shared;
        at.expect("number of value features", at.extent(inputs[2].channels), read * shared);

        model::value made{at.produce(heads * read), inputs[0].spatial};
        const auto join_heads = [&](model::dimension features, index each, index sharing) {
            for (index i = 0; i < at.extent(features); ++i) {
                at.join(features, i, inputs[1].channels, i / each / sharing * width);
            }
            at.tie(features, "the attention " + at.name() + " needs its heads whole");
        };
        join_heads(inputs[0].channels, width, heads / shared);
        join_heads(inputs[1].channels, width, 1);
        join_heads(inputs[2].channels, read, 1);
        join_heads(made.channels, read, heads / shared);
        return made;
    }
};

} // namespace coppice::operation
