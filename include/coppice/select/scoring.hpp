#pragma once

#include "coppice/core/error.hpp"
#include "coppice/core/text.hpp"
#include "coppice/granularity/concept.hpp"
#include "coppice/normalise/concept.hpp"
#include "coppice/score/collective.hpp"
#include "coppice/score/divided.hpp"
#include "coppice/score/output_sums.hpp"
#include "coppice/score/source.hpp"
#include "coppice/score/sum.hpp"

#include <limits>
#include <string>
#include <type_traits>

namespace coppice::select {

/// How the groups of one tensor become a source of scores: written down, or computed where they are
/// read; normalised if a recipe says so.
template <element T, granularity::policy Granularity, class Score, normalise::policy Normalise>
class scoring {
    static constexpr bool divides = Normalise::divides;

  public:
    /// A norm of scores, over the weights that have them. Public because nvcc cannot instantiate a
    /// kernel with a private type.
    struct norm_of_weights {
        using role = coppice::role::score;
        Score score;
        Normalise norm;

        [[nodiscard]] constexpr double accumulate(double sum, element auto weight) const {
            return norm.accumulate(
                sum, score::finished(score, score.accumulate(0.0, weight), 1, 0));
        }
        [[nodiscard]] constexpr double join(double sum, double more) const {
            return score::joined(norm, sum, more);
        }
        [[nodiscard]] constexpr double finish(double sum, index groups) const {
            return norm.finish(sum, groups);
        }
    };

    /// Whether every score takes a double of the backend's memory.
    static constexpr bool stored =
        score::collective<Score> ||
        (divides && (!Granularity::single_weights || score::finishes_by_group<Score>)) ||
        !(Granularity::single_weights || granularity::many_groups<Granularity>);

  private:
    static auto made_source() {
        if constexpr (stored) {
            return std::type_identity<score::stored>();
        } else if constexpr (!Granularity::single_weights) {
            return std::type_identity<score::of_groups<Score, T>>();
        } else if constexpr (divides) {
            return std::type_identity<score::of_weights<score::divided<Score>, T>>();
        } else {
            return std::type_identity<score::of_weights<Score, T>>();
        }
    }

  public:
    using source = typename decltype(made_source())::type;

    scoring(const Score& score, const Normalise& norm) : score_(score), norm_(norm) {}

    [[nodiscard]] const Score& score() const { return score_; }

    /// The doubles that `operator()` needs at `out` and at `workspace`.
    [[nodiscard]] static index memory(index groups) { return stored ? groups : 0; }
    [[nodiscard]] index workspace(index groups) const { return score::workspace(score_, groups); }

    /// @param tensor  its number, for scores that want one
    /// @param name    of the tensor, for errors
    /// @throws coppice::error where a normalisation would divide by infinity
    template <class Backend>
    [[nodiscard]] source operator()(
        Backend& backend, const grouped<const T>& groups, index tensor, const std::string& name,
        double* out, double* workspace) const {
        if constexpr (!stored) {
            const Score score = score::of_tensor(score_, tensor);
            if constexpr (!Granularity::single_weights) {
                return {score, groups.members_in_memory_order(groups)};
            } else if constexpr (divides) {
                const double norm =
                    backend.total(norm_of_weights{score, norm_}, as_members(groups));
                return {{score, divisor(norm, name)}, groups};
            } else {
                return {score, groups};
            }
        } else {
            write(backend, groups, tensor, out, workspace);
            return normalised(backend, groups.groups(), name, out);
        }
    }

    /// The same of outputs: see score::of_outputs.
    /// @throws coppice::error where a normalisation would divide by infinity
    template <class Backend>
    [[nodiscard]] source operator()(
        Backend& backend, const score::output_sums<Backend, Score>& outputs,
        const std::string& name, double* out) const requires score::of_outputs<Score> && stored {
        write(backend, outputs, out);
        return normalised(backend, outputs.channels(), name, out);
    }

    /// Writes the scores down, not normalised.
    template <class Backend>
    void write(
        Backend& backend, const grouped<const T>& groups, index tensor, double* out,
        double* workspace) const requires stored {
        score::write(backend, score::of_tensor(score_, tensor), groups, out, workspace);
    }

    template <class Backend>
    void write(Backend& backend, const score::output_sums<Backend, Score>& outputs, double* out)
        const requires score::of_outputs<Score> && stored {
        outputs.write(backend, score_.divisor(outputs.images(), outputs.values()), out);
    }

    /// Scores that are written down, divided as the recipe says.
    template <class Backend>
    [[nodiscard]] source
    normalised(Backend& backend, index n, const std::string& name, double* out) const {
        if constexpr (divides) {
            const double norm = backend.total(norm_, grouped<const double>{out, {}, {}, {n}, {1}});
            backend.score(
                score::divided<score::plain_sum>{{}, divisor(norm, name)}, out,
                grouped<const double>{out, {n}, {1}, {}, {}});
        }
        return {out, n};
    }

  private:
    /// What a tensor's scores are divided by. A NaN is left for the selection to find.
    [[nodiscard]] static double divisor(double norm, const std::string& name) {
        if (norm == std::numeric_limits<double>::infinity()) {
            throw error(name, "the norm of its scores", "infinite", "finite to be divided by");
        }
        return norm > 0 ? norm : 1.0;
    }

    /// Single weights as the members of one group.
    [[nodiscard]] static grouped<const T> as_members(const grouped<const T>& weights) {
        return {weights.data, {}, {}, weights.outer, weights.outer_strides};
    }

    Score score_;
    Normalise norm_;
};

} // namespace coppice::select
