#pragma once

#include "coppice/backend/concept.hpp"
#include "coppice/core/grouped.hpp"
#include "coppice/score/activation_mean.hpp"
#include "coppice/score/output_sums.hpp"

#include <type_traits>

namespace coppice {

/// Scores a layer's channels by what they put out, fed batch by batch as the host computes them.
/// Batches may differ in size: values are added up and divided once, by their number.
///
///     coppice::activations seen(backend, 64, coppice::score::apoz{});
///     for (...) {
///         seen.add(output); // images x 64 x height x width
///     }
///     const auto scores = seen.mean();
///     auto masks = coppice::prune_by(
///         backend, std::vector{coppice::score::stored{scores.data(), 64}}, 0.5);
///
/// Sums stay in the backend's memory.
template <class Backend, class Score = score::activation_mean>
class activations {
  public:
    using buffer = typename Backend::template buffer<double>;

    /// @param backend   stays the caller's
    /// @param channels  at least 1
    /// @throws coppice::error for fewer
    activations(Backend& backend, index channels, const Score& policy = {})
        : backend_(&backend), policy_(policy), sums_(checked(backend, channels)) {}

    /// Adds a batch.
    /// @param output  images x channels, with any further axes
    /// @throws coppice::error for another number of channels
    template <element T>
        requires score::policy<Score, std::remove_const_t<T>>
    void add(const view<T>& output) { sums_.add(*backend_, policy_, output, "activations"); }

    /// Images so far.
    [[nodiscard]] index images() const { return sums_.images(); }

    /// Each channel's sum over its number of values: images times the positions of an image.
    /// @throws coppice::error if no image was added
    [[nodiscard]] buffer mean() const { return divided_by(sums_.values()); }

    /// Each channel's sum over the number of images.
    /// @throws coppice::error if no image was added
    [[nodiscard]] buffer mean_per_image() const { return divided_by(sums_.images()); }

  private:
    using sums = score::output_sums<Backend, Score>;

    [[nodiscard]] static sums checked(Backend& backend, index channels) {
        if (channels < 1) {
            throw error("activations", "number of channels", text(channels), "at least 1");
        }
        return {backend, channels};
    }

    [[nodiscard]] buffer divided_by(index number) const {
        if (images() == 0) {
            throw error("activations", "number of images", "0", "at least 1");
        }
        buffer means = backend_->template allocate<double>(sums_.channels());
        sums_.write(*backend_, number, means.data());
        return means;
    }

    Backend* backend_;
    Score policy_;
    sums sums_;
};

} // namespace coppice
