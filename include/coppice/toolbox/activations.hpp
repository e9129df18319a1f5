#pragma once

#include "coppice/backend/concept.hpp"
#include "coppice/core/grouped.hpp"
#include "coppice/score/activation_mean.hpp"
#include "coppice/score/divided.hpp"

#include <type_traits>
#include <utility>

namespace coppice {

/// Scores a layer's channels by what they put out, fed batch by batch as the host computes them.
/// Batches may differ in size: values are added up and divided once, by their number.
///
///     coppice::activations seen(backend, 64, coppice::score::apoz{});
///     for (...) {
///         seen.add(output); // images x 64 x height x width
///     }
///     const auto scores = seen.mean();
///     auto mask = coppice::prune_by(
///         backend, std::vector{coppice::score::stored{scores.data(), 64}}, 0.5);
///
/// Sums stay in the backend's memory.
template <class Backend, class Score = score::activation_mean>
class activations {
  public:
    using buffer = typename Backend::template buffer<double>;

    /// @param backend   stays the caller's
    /// @param channels  at least 1
    activations(Backend& backend, index channels, const Score& policy = {})
        : backend_(&backend), policy_(policy), channels_(channels) {
        if (channels < 1) {
            throw error("activations", "number of channels", text(channels), "at least 1");
        }
        sums_ = backend.template allocate<double>(2 * channels);
        next_ = backend.template allocate<double>(2 * channels);
    }

    /// Adds a batch.
    /// @param output  images x channels, with any further axes
    /// @throws coppice::error for another number of channels
    template <element T>
        requires score::policy<Score, std::remove_const_t<T>>
    void add(const view<T>& output) {
        if (output.rank() < 2 || output.extent(1) != channels_) {
            throw error(
                "activations", "shape of an output", text(output.extents()),
                "images x " + text(channels_) + ", with any further axes");
        }
        // The sums so far lie before those of this batch, so that one score adds the two up.
        backend_->score(policy_, sums_.data() + channels_, slices(output, 1).read_only());
        backend_->score(
            score::activation_mean{}, next_.data(),
            grouped<const double>{sums_.data(), {channels_}, {1}, {2}, {channels_}});
        std::swap(sums_, next_);
        images_ += output.extent(0);
        values_ += output.size() / channels_;
    }

    /// Images so far.
    [[nodiscard]] index images() const { return images_; }

    /// Each channel's sum over its number of values: images times the positions of an image.
    [[nodiscard]] buffer mean() const { return divided_by(values_); }

    /// Each channel's sum over the number of images.
    [[nodiscard]] buffer mean_per_image() const { return divided_by(images_); }

  private:
    [[nodiscard]] buffer divided_by(index number) const {
        if (images_ == 0) {
            throw error("activations", "number of images", "0", "at least 1");
        }
        buffer means = backend_->template allocate<double>(channels_);
        backend_->score(
            score::divided<score::activation_mean>{{}, static_cast<double>(number)}, means.data(),
            grouped<const double>{sums_.data(), {channels_}, {1}, {}, {}});
        return means;
    }

    Backend* backend_;
    Score policy_;
    index channels_;
    index images_ = 0;
    index values_ = 0;
    buffer sums_; ///< in its first half
    buffer next_;
};

} // namespace coppice
