#pragma once

#include "coppice/compact/plan.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace coppice::compact {

/// How large an operation with parameters is.
struct extent_of_layer {
    index parameters = 0; ///< trained ones
    index bytes = 0;      ///< of all its tensors, running statistics included
    index macs = 0;       ///< multiply-accumulates for one input; of layers alone
    double seconds = 0;   ///< for one input, where the host has measured it; else 0

    /// Floating-point operations for one input: a multiplication and an addition are two.
    [[nodiscard]] constexpr index flops() const { return 2 * macs; }

    constexpr extent_of_layer& operator+=(const extent_of_layer& other) {
        parameters += other.parameters;
        bytes += other.bytes;
        macs += other.macs;
        seconds += other.seconds;
        return *this;
    }

    [[nodiscard]] friend constexpr bool
    operator==(const extent_of_layer&, const extent_of_layer&) = default;
};

/// An operation with parameters, before and after a removal.
struct row {
    std::string name;
    int layer = -1; ///< its number among the model's layers; -1 for a normalisation
    extent_of_layer before = {};
    extent_of_layer after = {};
};

/// One row an operation with parameters, in the order of the model's description, for reports. The
/// host fills in what it measures.
/// @throws coppice::error as `plan::check` does
template <element T>
[[nodiscard]] std::vector<row> rows(const model::description<T>& model, const plan& planned) {
    planned.check(model);
    std::vector<row> all;
    for (std::size_t p = 0; p < model.parameters().size(); ++p) {
        const model::parameter<T>& parameter = model.parameters()[p];
        const change& changed = planned.changes()[p];
        const std::string name = parameter.name.substr(0, parameter.name.rfind('.'));
        if (all.empty() || all.back().name != name) {
            all.push_back({name});
        }
        row& of = all.back();
        const index positions = parameter.layer < 0 ? 0 : model.layer_at(parameter.layer).positions;
        const auto size = [&](const shape& extents) {
            const index elements = extents.size();
            return extent_of_layer{
                parameter.trained ? elements : 0, elements * static_cast<index>(sizeof(T)),
                elements * positions};
        };
        of.layer = parameter.layer < 0 ? of.layer : parameter.layer;
        of.before += size(changed.before);
        of.after += size(changed.after);
    }
    return all;
}

/// The sum of rows.
[[nodiscard]] inline row total(const std::vector<row>& of) {
    row sum{"total"};
    for (const row& next : of) {
        sum.before += next.before;
        sum.after += next.after;
    }
    return sum;
}

} // namespace coppice::compact
