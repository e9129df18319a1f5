#pragma once

#include "coppice/core/grouped.hpp"
#include "coppice/core/math.hpp"
#include "coppice/score/concept.hpp"
#include "coppice/score/detail/squared_distance.hpp"
#include "coppice/score/sum.hpp"

#include <algorithm>

namespace coppice::score {

/// How far a group lies from all others of its tensor: sum over j of the Euclidean distance from
/// group j. The lowest lie nearest to the geometric median, and others can stand in for them. He et
/// al., "Filter Pruning via Geometric Median for Deep Convolutional Neural Networks Acceleration",
/// CVPR 2019 (FPGM).
///
/// Takes groups^2 times members operations, so it is meant for filters and channels.
struct geometric_median {
    using role = coppice::role::score;

    [[nodiscard]] static constexpr index workspace(index groups) { return (at_once + 1) * groups; }

    template <class Backend, element T>
    void score_all(
        Backend& backend, const grouped<const T>& groups, double* out, double* workspace) const {
        const index n = groups.groups();
        double* const distances = workspace + n; // the row before them holds the sums so far
        for (index begin = 0; begin < n; begin += at_once) {
            const index rows = std::min(at_once, n - begin);
            for (index row = 0; row < rows; ++row) {
                backend.score(
                    distance{}, distances + row * n, groups, everywhere(groups, begin + row));
            }
            const index before = begin > 0 ? 1 : 0;
            backend.score(
                plain_sum{}, out,
                grouped<const double>{distances - before * n, {n}, {1}, {before + rows}, {n}});
            backend.copy(grouped<const double>{out, {n}, {1}, {}, {}}, workspace);
        }
    }

    /// sqrt(sum (a - b)^2). Public because nvcc cannot instantiate a kernel with a private type.
    struct distance : detail::squared_distance {
        template <class Members = index>
        [[nodiscard]] constexpr double finish(double sum, Members /*members*/) const {
            return math::sqrt(sum);
        }
    };

  private:
    static constexpr index at_once = 64; ///< groups whose distances are held in memory together

    /// The members of one group in the place of every group's.
    template <element T>
    [[nodiscard]] static grouped<const T> everywhere(grouped<const T> groups, index g) {
        groups.data = groups.group(g);
        for (int axis = 0; axis < groups.outer.rank(); ++axis) {
            groups.outer_strides[axis] = 0;
        }
        return groups;
    }
};

} // namespace coppice::score
