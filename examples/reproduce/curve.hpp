#pragma once

#include <coppice/metric/accuracy.hpp>
#include <coppice/metric/size.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace reproduce {

/// A network after a round of pruning and retraining; round 0 is the dense network.
struct point {
    coppice::index round = 0;
    coppice::metric::size masked;   ///< rows masked, as the papers count
    coppice::metric::size shrunk;   ///< physically
    coppice::metric::accuracy test; ///< on the test set, for the report alone
    double stability = 0;           ///< see coppice/drive/stability.hpp
};

/// What one method made of one network, round by round.
struct curve {
    std::string method;
    std::uint64_t seed = 1;
    std::vector<point> points; ///< the dense network first

    /// Of the dense network's parameters, rows masked.
    [[nodiscard]] double share(const point& at) const;
    /// Whether it goes down to that share.
    [[nodiscard]] bool reaches(double share_left) const;
};

/// A number of a point.
using quantity = std::function<double(const point&)>;

[[nodiscard]] double accuracy_of(const point& at);  ///< percent
[[nodiscard]] double stability_of(const point& at); ///< see there

/// The quantity where so large a share of the parameters is left: between the two rounds around it
/// by a straight line. Nothing where the curve does not go down to there.
[[nodiscard]] std::optional<double>
value_at(const curve& of, double share_left, const quantity& wanted);

/// The fewest multiply-accumulates of the shrunk network, over all rounds that lose at most so many
/// points of accuracy against the dense network.
[[nodiscard]] coppice::index fewest_macs(const curve& of, double points_lost);

/// The fewest parameters, rows masked, over the same.
[[nodiscard]] coppice::index fewest_parameters(const curve& of, double points_lost);

} // namespace reproduce
