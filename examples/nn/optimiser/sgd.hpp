#pragma once

#include <span>
#include <vector>

#include "nn/optimiser/optimiser.hpp"
#include "nn/optimiser/update.hpp"

namespace nn {

struct sgd_options {
    double momentum = 0.0;
    double weight_decay = 0.0;
    bool nesterov = false;
};

/// Stochastic gradient descent. With g = gradient + weight_decay * w and v = 0 at first:
///
///     v = momentum * v + g,   w = w - rate * v,
///     or, with Nesterov's momentum, w = w - rate * (g + momentum * v).
///
/// One slot a parameter: v.
class sgd : public optimiser {
  public:
    explicit sgd(const sgd_options& options = {}) : options_(options) {}

  private:
    [[nodiscard]] std::size_t slot_count() const override { return 1; }
    void update(std::span<const stepping> all, double rate) override;

    sgd_options options_;
    /// Of the step being taken.
    std::vector<sgd_update> updates_{};
};

} // namespace nn
