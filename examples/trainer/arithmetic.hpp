#pragma once

#include <coppice/drive/report.hpp>
#include <coppice/drive/sensitivity.hpp>
#include <coppice/tune/ice_pruning.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "trainer/describe.hpp"
#include "trainer/host.hpp"
#include "trainer/recipes.hpp"

namespace trainer {

class experiment;
class journal;

/// One of coppice's backends in the trainer's hands: all that is compiled once a backend. It works
/// in the memory of the current device of nn.
class arithmetic {
  public:
    arithmetic() = default;
    arithmetic(const arithmetic&) = delete;
    arithmetic(arithmetic&&) = delete;
    arithmetic& operator=(const arithmetic&) = delete;
    arithmetic& operator=(arithmetic&&) = delete;
    virtual ~arithmetic() = default;

    /// Refuses a recipe that does not fit the model.
    virtual void check(
        const std::string& name, const recipe_options& numbers, const described& description,
        host& unused) const = 0;

    /// An experiment's stage: prunes by the recipe of that name.
    virtual void prune(
        experiment& of, const std::string& name, const recipe_options& numbers, std::uint64_t seed,
        const data_split& data, journal& log) const = 0;

    /// Prunes by ICE-Pick with these settings.
    [[nodiscard]] virtual coppice::drive::run_report rehearse(
        double ratio, const coppice::tune::ice_pruning_settings& settings,
        const described& description, host& host) const = 0;

    /// What each layer costs whose filters go by their L1 norm.
    [[nodiscard]] virtual coppice::drive::sensitivity_report
    scan(const described& description, host& host, const std::vector<double>& ratios) const = 0;
};

/// By coppice::backend::eigen, on the CPU: in managed memory of a GPU too, while it is at rest.
[[nodiscard]] const arithmetic& on_eigen();

} // namespace trainer
