#pragma once

#include "coppice/model/description.hpp"
#include "coppice/operation/dense.hpp"

#include <array>
#include <cstddef>

/// Four dense layers, "a" to "d". Block "first" is b, block "second" c and d.
struct network {
    std::array<std::array<float, 4>, 4> weights{};
    coppice::model::description<float> described;

    explicit network(bool with_blocks = true) {
        constexpr std::array names{"a", "b", "c", "d"};
        auto x = described.input(2);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const coppice::operation::dense<float> dense{.weight = {weights[i].data(), {2, 2}}};
            x = described.add(names[i], dense, {x});
        }
        described.output(x);
        if (with_blocks) {
            described.add_block("first", {"b"});
            described.add_block("second", {"c", "d"});
        }
    }
};
