#pragma once

#include "coppice/core/require.hpp"
#include "coppice/metric/accuracy.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace coppice::metric {

/// Where a network stands between two others, 0 at the first and 1 at the second, and how it
/// answers there.
struct waypoint {
    double share = 0;
    accuracy answers = {};

    [[nodiscard]] friend constexpr bool operator==(const waypoint&, const waypoint&) = default;
};

/// The straight line between the weights of two networks: linear mode connectivity. Frankle et al.,
/// "Linear Mode Connectivity and the Lottery Ticket Hypothesis", ICML 2020. Errors are shares of
/// wrong answers, in [0, 1].
class path {
  public:
    /// @param points  in order from share 0 to share 1, the middle among them
    /// @throws coppice::error for points of which an end or the middle is missing, or which have no
    ///         answers
    explicit path(std::vector<waypoint> points) : points_(std::move(points)) {
        int marks = 0;
        for (std::size_t i = 0; i < points_.size(); ++i) {
            const waypoint& at = points_[i];
            marks += at.share == 0 || at.share == 0.5 || at.share == 1 ? 1 : 0;
            middle_ = middle_ == 0 && at.share == 0.5 ? i : middle_;
            require(
                at.answers.total >= 1, "metric::path", "number of answers at a point",
                at.answers.total, "at least 1");
        }
        require(
            middle_ > 0 && points_.front().share == 0 && points_.back().share == 1, "metric::path",
            "number of points with share 0, 1/2 and 1", marks, "3");
    }

    [[nodiscard]] const std::vector<waypoint>& points() const { return points_; }

    /// The instability: the error at the middle.
    [[nodiscard]] double middle() const { return error_at(points_[middle_]); }

    /// Mean of the errors at both ends.
    [[nodiscard]] double ends() const {
        return (error_at(points_.front()) + error_at(points_.back())) / 2;
    }

    /// The highest error of all points.
    [[nodiscard]] double highest() const {
        double most = 0;
        for (const waypoint& at : points_) {
            most = std::max(most, error_at(at));
        }
        return most;
    }

    /// The barrier: how far the error rises above the mean of the ends; never below 0.
    [[nodiscard]] double barrier() const { return highest() - ends(); }

    [[nodiscard]] static constexpr double error_at(const waypoint& at) {
        return static_cast<double>(at.answers.total - at.answers.correct) /
               static_cast<double>(at.answers.total);
    }

  private:
    std::vector<waypoint> points_;
    std::size_t middle_ = 0; ///< of the points; 0 for none
};

} // namespace coppice::metric
