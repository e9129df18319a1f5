#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/images.hpp"
#include "nn/models/model.hpp"
#include "trainer/host.hpp"
#include "trainer/journal.hpp"
#include "trainer/options.hpp"

namespace trainer {

/// Trains networks, prunes them by the recipes asked for, and measures what is left.
class experiment {
  public:
    /// Refuses at once whatever is wrong with the options, before anything is trained or written.
    explicit experiment(options chosen);

    /// Goes through all seeds. What is done by the time it throws stays in `results`.
    void run(journal& log);

    [[nodiscard]] const std::vector<result>& results() const { return results_; }
    [[nodiscard]] const std::vector<milestone>& milestones() const { return milestones_; }

  private:
    /// A dense network, and the epochs of its training that recipes go back to.
    struct trained {
        nn::model model;
        history original;
    };

    void check() const;
    [[nodiscard]] data_split split(std::uint64_t seed) const;
    [[nodiscard]] nn::model fresh_model(std::uint64_t seed) const;
    [[nodiscard]] host_options training_options(std::uint64_t seed) const;
    [[nodiscard]] trained train_dense(std::uint64_t seed, const data_split& data, journal& log);

    template <class Recipe>
    void prune_in_steps(
        const std::string& name, const Recipe& recipe, std::uint64_t seed, const trained& dense,
        const data_split& data, journal& log);

    template <class Recipe>
    void prune_while_training(
        const std::string& name, const Recipe& recipe, std::uint64_t seed, const data_split& data,
        journal& log);

    /// Saves a network where that was asked for.
    void keep(
        const nn::network& net, const std::string& recipe, std::uint64_t seed,
        const data_split& data) const;

    void conclude(journal& log, result made);

    options chosen_;
    data::data_set set_;
    std::vector<result> results_;
    std::vector<milestone> milestones_;
};

} // namespace trainer
