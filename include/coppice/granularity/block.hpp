#pragma once

#include "coppice/core/require.hpp"
#include "coppice/granularity/concept.hpp"

#include <string>

namespace coppice::granularity {

/// A block of `rows` neighbouring outputs by `columns` neighbouring inputs; in a convolution, at
/// one place of the kernel. The tiles that sparse matrix products like. Narang et al.,
/// "Block-Sparse Recurrent Neural Networks", 2017; Gray et al., "GPU Kernels for Block-Sparse
/// Weights", 2017.
struct block {
    using role = coppice::role::granularity;
    static constexpr bool removable = false;
    static constexpr bool single_weights = false;
    static constexpr bool many_groups = true;

    int rows = 4;    ///< outputs, at least 1; divides their number
    int columns = 1; ///< inputs, at least 1; divides their number

    void validate() const {
        require(rows >= 1, "granularity::block", "rows", rows, "at least 1");
        require(columns >= 1, "granularity::block", "columns", columns, "at least 1");
    }

    [[nodiscard]] std::string unmet(const shape& extents) const {
        if (extents.rank() < 2) {
            return at_least(2, extents);
        }
        return extents[0] % rows == 0 && extents[1] % columns == 0
                   ? ""
                   : "of outputs and inputs that are multiples of " + text(shape{rows, columns});
    }

    template <element T>
    [[nodiscard]] constexpr grouped<T> cut(const view<T>& tensor) const {
        grouped<T> cut{
            tensor.data(),
            tensor.extents(),
            tensor.strides(),
            {rows, columns},
            {tensor.strides()[0], tensor.strides()[1]}};
        cut.outer[0] /= rows;
        cut.outer[1] /= columns;
        cut.outer_strides[0] *= rows;
        cut.outer_strides[1] *= columns;
        return cut;
    }
};

} // namespace coppice::granularity
