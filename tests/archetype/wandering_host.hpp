#pragma once

#include "coppice/metric/accuracy.hpp"
#include "coppice/model/description.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace archetype {

/// A trainer whose optimiser moves every weight of a model at every step, by an amount that depends
/// on the order of the data alone; it goes back to where it was made, and stands between snapshots.
class wandering_host {
  public:
    using snapshot = std::vector<float>;

    static constexpr int steps = 4; ///< an epoch

    explicit wandering_host(const coppice::model::description<float>& model)
        : model_(&model), start_(weights()) {}

    std::vector<std::string> calls;
    std::vector<double> rates; ///< of each step
    std::vector<int> rewound;  ///< epochs
    std::function<void()> after_optimiser = [] {};
    std::function<void()> after_step = [] {};
    std::function<coppice::metric::accuracy()> answer = [] {
        return coppice::metric::accuracy{50, 100};
    };

    template <class Guide>
    void train_epoch(Guide& guide) {
        calls.emplace_back("train");
        for (int step = 1; step <= steps; ++step) {
            rates.push_back(guide.rate((step - 1.0) / steps));
            move();
            after_optimiser();
            guide.after_step(static_cast<double>(step) / steps);
            after_step();
        }
    }

    coppice::metric::accuracy evaluate() {
        calls.emplace_back("evaluate");
        return answer();
    }

    [[nodiscard]] snapshot save() const { return weights(); }
    void restore(const snapshot& saved) { load(saved); }
    void reset_optimiser() { calls.emplace_back("reset"); }

    void rewind(int epoch) {
        calls.emplace_back("rewind");
        rewound.push_back(epoch);
        load(start_);
    }

    void order_data(std::uint64_t seed) {
        calls.emplace_back("order " + std::to_string(seed));
        random_ = seed;
    }

    void interpolate(const snapshot& from, const snapshot& to, double share) {
        snapshot between(from.size());
        for (std::size_t i = 0; i < between.size(); ++i) {
            between[i] = static_cast<float>(
                (1 - share) * static_cast<double>(from[i]) + share * static_cast<double>(to[i]));
        }
        load(between);
    }

    /// Every value of the model, parameter by parameter.
    [[nodiscard]] snapshot weights() const {
        snapshot all;
        for (const auto& parameter : model_->parameters()) {
            all.insert(
                all.end(), parameter.values.data(),
                parameter.values.data() + parameter.values.size());
        }
        return all;
    }

    [[nodiscard]] const snapshot& start() const { return start_; }

  private:
    void load(const snapshot& values) {
        std::size_t next = 0;
        for (const auto& parameter : model_->parameters()) {
            for (coppice::index i = 0; i < parameter.values.size(); ++i) {
                parameter.values.data()[i] = values[next++];
            }
        }
    }

    void move() {
        for (const auto& parameter : model_->parameters()) {
            for (coppice::index i = 0; i < parameter.values.size(); ++i) {
                random_ = random_ * 6364136223846793005U + 1442695040888963407U;
                const auto draw = static_cast<float>(random_ >> 40U) / static_cast<float>(1 << 24);
                parameter.values.data()[i] += 0.1F * (draw - 0.5F);
            }
        }
    }

    const coppice::model::description<float>* model_;
    snapshot start_;
    std::uint64_t random_ = 7;
};

/// The same with normalisation statistics to recompute.
struct normalised_wandering_host : wandering_host {
    using wandering_host::wandering_host;

    void recompute_statistics() { calls.emplace_back("recompute"); }
};

} // namespace archetype
