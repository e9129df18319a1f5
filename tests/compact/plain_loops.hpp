#pragma once

#include "coppice/core/shape.hpp"

#include <cstddef>
#include <vector>

/// What operations make of tensors, in loops that can be compared with their definitions.
namespace interpreted {

using coppice::index;
using coppice::shape;

/// images x channels x positions
struct tensor {
    index images = 0;
    index channels = 0;
    shape spatial = {};
    std::vector<double> values = {};

    tensor() = default;
    tensor(index n, index c, const shape& extents)
        : images(n), channels(c), spatial(extents),
          values(static_cast<std::size_t>(n * c * extents.size())) {}

    [[nodiscard]] index positions() const { return spatial.size(); }
    double& at(index n, index c, index p) {
        return values.at(static_cast<std::size_t>((n * channels + c) * positions() + p));
    }
    [[nodiscard]] double at(index n, index c, index p) const {
        return values.at(static_cast<std::size_t>((n * channels + c) * positions() + p));
    }
};

/// A parameter, row-major in logical order.
struct weights {
    shape extents;
    std::vector<double> values;

    [[nodiscard]] double operator()(index a, index b = 0, index c = 0, index d = 0) const {
        const index places[] = {a, b, c, d};
        index at = 0;
        for (int axis = 0; axis < extents.rank(); ++axis) {
            at = at * extents[axis] + places[axis];
        }
        return values.at(static_cast<std::size_t>(at));
    }
};

/// Of a convolution.
struct filters {
    index out = 1;
    index kernel = 1;
    index stride = 1;
    index padding = 0;
    index groups = 1;
    bool bias = true;
};

/// Some channels of a value.
[[nodiscard]] tensor channels(const tensor& of, const std::vector<index>& kept);

/// || a - b || / || a ||, or || b || if a is zero.
[[nodiscard]] double difference(const tensor& a, const tensor& b);

namespace loops {

/// Inputs of one operation.
using inputs = std::vector<const tensor*>;

/// @param bias    null for none
/// @param groups  of channels, each of which is read by as many outputs
[[nodiscard]] tensor
convolution(const tensor& x, const weights& w, const weights* bias, const filters& f, index groups);
/// @param w  output x input
[[nodiscard]] tensor
transposed_convolution(const tensor& x, const weights& w, const weights* bias, const filters& f);
[[nodiscard]] tensor dense(const tensor& x, const weights& w, const weights* bias);
/// @param x  tokens
/// @param w  features x tokens
[[nodiscard]] tensor embedding(const tensor& x, const weights& w);

/// (x - mean) / sqrt(variance + 1e-5) of each channel.
[[nodiscard]] tensor standardised(const tensor& x, const weights& mean, const weights& variance);
/// The same of runs of `width` channels by their own means and variances, at each position or over
/// all.
[[nodiscard]] tensor normalised(const tensor& x, index width, bool over_positions);
[[nodiscard]] tensor scaled_and_shifted(tensor x, const weights& scale, const weights& shift);

[[nodiscard]] tensor relu(const tensor& x);
[[nodiscard]] tensor sigmoid(const tensor& x);
/// Sums and products of numbers at the same place of all inputs, of which one a channel is at every
/// position.
[[nodiscard]] tensor sum(const inputs& in);
[[nodiscard]] tensor product(const inputs& in);

[[nodiscard]] tensor concat(const inputs& in);
[[nodiscard]] tensor flatten(const tensor& x, bool channels_last);
[[nodiscard]] tensor unflatten(const tensor& x, const shape& extents, bool channels_last);
/// Of two by two positions.
[[nodiscard]] tensor max_pool(const tensor& x);
[[nodiscard]] tensor global_pool(const tensor& x);

/// @param width  of a query's head
/// @param read   of a value's head
/// @param share  heads of queries that share one of keys and values
[[nodiscard]] tensor attention(
    const tensor& queries, const tensor& keys, const tensor& values, index width, index read,
    index share);

} // namespace loops

} // namespace interpreted
