#pragma once

#include <span>
#include <vector>

#include "nn/optimiser/optimiser.hpp"
#include "nn/optimiser/update.hpp"

namespace nn {

struct nadam_options {
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double weight_decay = 0.0;
    double momentum_decay = 4e-3;
};

/// Adam with Nesterov's momentum (Dozat 2016). With g = gradient + weight_decay * w, and at step t
/// mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2), M_t = mu_1 ... mu_t:
///
///     m = beta1 m + (1 - beta1) g,   v = beta2 v + (1 - beta2) g^2,
///     w = w - rate * ((1 - mu_t) / (1 - M_t) g + mu_{t+1} / (1 - M_{t+1}) m)
///             / (sqrt(v / (1 - beta2^t)) + epsilon).
///
/// t counts the steps of the parameter. Two slots a parameter: m and v.
class nadam : public optimiser {
  public:
    explicit nadam(const nadam_options& options = {}) : options_(options) {}

  private:
    [[nodiscard]] std::size_t slot_count() const override { return 2; }
    void update(std::span<const stepping> all, double rate) override;
    [[nodiscard]] double momentum_at(double step) const;
    [[nodiscard]] nadam_update update_of(const stepping& one, double rate) const;

    nadam_options options_;
    /// Of the step being taken.
    std::vector<nadam_update> updates_{};
};

} // namespace nn
