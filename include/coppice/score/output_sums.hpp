#pragma once

#include "coppice/core/error.hpp"
#include "coppice/core/grouped.hpp"
#include "coppice/core/text.hpp"
#include "coppice/score/divided.hpp"
#include "coppice/score/sum.hpp"

#include <string>
#include <type_traits>
#include <utility>

namespace coppice::score {

/// Adds up what a layer's channels put out, batch by batch. Batches may differ in size. The sums
/// stay in the backend's memory.
template <class Backend, class Policy>
class output_sums {
  public:
    output_sums() = default;

    /// @param channels  at least 1
    output_sums(Backend& backend, index channels)
        : channels_(channels), sums_(backend.template allocate<double>(2 * channels)),
          next_(backend.template allocate<double>(2 * channels)) {}

    /// Adds a batch.
    /// @param output  images x channels, with any further axes
    /// @param name    of the layer, for errors
    /// @throws coppice::error for another number of channels
    template <element T>
        requires policy<Policy, std::remove_const_t<T>>
    void
    add(Backend& backend, const Policy& policy, const view<T>& output, const std::string& name) {
        if (output.rank() < 2 || output.extent(1) != channels_) {
            throw error(
                name, "shape of an output", text(output.extents()),
                "images x " + text(channels_) + ", with any further axes");
        }
        // The sums so far lie before those of this batch, so that one score adds the two up.
        backend.score(policy, sums_.data() + channels_, slices(output, 1).read_only());
        backend.score(
            plain_sum{}, next_.data(),
            grouped<const double>{sums_.data(), {channels_}, {1}, {2}, {channels_}});
        std::swap(sums_, next_);
        images_ += output.extent(0);
        values_ += output.size() / channels_;
    }

    /// Begins anew.
    void forget(Backend& backend) {
        const grouped<const double> all{next_.data(), {channels_}, {1}, {}, {}};
        backend.score(zero{}, sums_.data(), all);
        images_ = 0;
        values_ = 0;
    }

    /// out[c] = the sum of channel c over `number`.
    void write(Backend& backend, index number, double* out) const {
        backend.score(
            divided<plain_sum>{{}, static_cast<double>(number)}, out,
            grouped<const double>{sums_.data(), {channels_}, {1}, {}, {}});
    }

    [[nodiscard]] index channels() const { return channels_; }

    /// Images so far.
    [[nodiscard]] index images() const { return images_; }

    /// Values of each channel so far: images times the positions of an image.
    [[nodiscard]] index values() const { return values_; }

    /// 0, whatever the values. Public because nvcc cannot instantiate a kernel with a private type.
    struct zero {
        using role = coppice::role::score;

        [[nodiscard]] constexpr double accumulate(double sum, double /*value*/) const {
            return sum;
        }
        [[nodiscard]] constexpr double finish(double /*sum*/, index /*members*/) const { return 0; }
    };

  private:
    index channels_ = 0;
    index images_ = 0;
    index values_ = 0;
    typename Backend::template buffer<double> sums_; ///< in its first half
    typename Backend::template buffer<double> next_;
};

/// The lowest of the numbers, or 0 if none is below. A NaN is passed over.
struct lowest_below_zero {
    using role = coppice::role::score;

    [[nodiscard]] constexpr double accumulate(double least, element auto value) const {
        return join(least, static_cast<double>(value));
    }
    [[nodiscard]] constexpr double join(double least, double other) const {
        return other < least ? other : least;
    }
    [[nodiscard]] constexpr double finish(double least, index /*members*/) const { return least; }
};

} // namespace coppice::score
