#pragma once

#include "coppice/core/random.hpp"
#include "coppice/core/require.hpp"
#include "coppice/search/concept.hpp"

#include <cstddef>
#include <cstdint>

namespace coppice::search {

/// Many points at little effort, the best of them again at more. Round k of K, from 0, tries
///
///     floor(trials / factor^k) points, each at the share factor^(k - K + 1) of the full effort:
///
/// first a random sample of the space, none of them twice, then those of the round before with the
/// lowest values, ties by the earlier trial. No round takes more effort than the first, and the
/// last is at full effort. Jamieson & Talwalkar, "Non-stochastic Best Arm Identification and
/// Hyperparameter Optimization", AISTATS 2016, with the factor of Li et al., "Hyperband", 2018.
struct successive_halving {
    using role = coppice::role::search;

    int trials = 12; ///< in the first round, at most the points of the space
    int rounds = 3;  ///< in [1, 32]
    int factor = 2;  ///< from round to round, in [2, 1024]; factor^(rounds - 1) is at most `trials`
    std::uint64_t seed = 1;

    void validate() const {
        require(
            rounds >= 1 && rounds <= 32, "search::successive_halving", "rounds", rounds,
            "in [1, 32]");
        require(
            factor >= 2 && factor <= 1024, "search::successive_halving", "factor", factor,
            "in [2, 1024]");
        require(
            in_round(rounds - 1) >= 1, "search::successive_halving", "trials", trials,
            "at least factor^(rounds - 1), so that one is left for the last round; factor is " +
                text(factor) + " and rounds is " + text(rounds));
    }

    /// @throws coppice::error for a space with fewer points than trials
    [[nodiscard]] round next(index points, std::span<const tried> so_far) const {
        require(
            trials <= points, "search::successive_halving", "trials", trials,
            "at most " + text(points) + ", the points of the space");
        auto before = static_cast<index>(so_far.size());
        int number = 0;
        for (; number < rounds && before > 0; ++number) {
            before -= in_round(number);
        }
        if (number == rounds) {
            return {};
        }
        return {
            number == 0
                ? sample(points, trials, seed)
                : best(
                      so_far, so_far.size() - static_cast<std::size_t>(in_round(number - 1)),
                      in_round(number)),
            share_of(number)};
    }

  private:
    /// Trials in a round.
    [[nodiscard]] index in_round(int number) const {
        index left = trials;
        for (; number > 0; --number) {
            left /= factor;
        }
        return left;
    }

    [[nodiscard]] double share_of(int number) const {
        double share = 1;
        for (; number + 1 < rounds; ++number) {
            share /= factor;
        }
        return share;
    }

    /// Those from `first` on with the lowest values, the lowest first. There are too few of them
    /// for a sort to be worth the time that it takes to compile.
    [[nodiscard]] static std::vector<index>
    best(std::span<const tried> of, std::size_t first, index count) {
        std::vector<index> points;
        std::size_t last = of.size(); // the one taken last; at first none
        for (; count > 0; --count) {
            std::size_t next = of.size();
            for (std::size_t i = first; i < of.size(); ++i) {
                if ((last == of.size() || before(of, last, i)) &&
                    (next == of.size() || before(of, i, next))) {
                    next = i;
                }
            }
            points.push_back(of[next].point);
            last = next;
        }
        return points;
    }

    [[nodiscard]] static bool before(std::span<const tried> of, std::size_t a, std::size_t b) {
        return of[a].value < of[b].value || (of[a].value == of[b].value && a < b);
    }
};

} // namespace coppice::search
