#pragma once

#include "coppice/checkpoint/checksum.hpp"
#include "coppice/checkpoint/value.hpp"
#include "coppice/model/description.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <typeinfo>

namespace coppice::checkpoint {

/// What a state belongs to. A state that was saved of another recipe or model is refused.
struct subject {
    std::uint32_t recipe = 0;
    std::uint32_t model = 0;

    [[nodiscard]] friend constexpr bool operator==(const subject&, const subject&) = default;
};

namespace detail {

/// A policy's type and, where it can be saved, its numbers.
template <class Policy>
void write_policy(writer& out, const Policy& policy) {
    write(out, std::string(typeid(Policy).name()));
    if constexpr (storable<Policy>) {
        write(out, policy);
    }
}

} // namespace detail

/// The subject of the states that a recipe's runs on a model save: checksums of the recipe's
/// policies with their numbers, and of the model's layers and parameters, by name and extents. The
/// types' names are the compiler's.
template <class Recipe, element T>
[[nodiscard]] subject subject_of(const Recipe& recipe, const model::description<T>& model) {
    writer policies;
    std::apply(
        [&](const auto&... policy) { (detail::write_policy(policies, policy), ...); },
        detail::fields(recipe));
    writer parts;
    for (const model::parameter<T>& parameter : model.parameters()) {
        write(parts, parameter.name);
        const shape& extents = parameter.values.extents();
        parts.put(extents.rank());
        parts.put_row(std::span<const index>(extents.begin(), extents.end()));
    }
    return {checksum(policies.bytes()), checksum(parts.bytes())};
}

} // namespace coppice::checkpoint
