#pragma once

#include "coppice/core/math.hpp"
#include "coppice/core/require.hpp"
#include "coppice/core/shape.hpp"

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

/// Finding the settings of a recipe by trying them.
namespace coppice::tune {

/// A setting, and the values that it may take.
struct parameter {
    std::string name;
    std::vector<double> values;
};

/// All combinations of some parameters' values, numbered from 0, the last parameter changing
/// fastest:
///
///     const coppice::tune::space space{{{"threshold", {0.5, 1.5}}, {"frozen", {0.3, 0.9}}}};
///     space.at(1); // {0.5, 0.9}
struct space {
    std::vector<parameter> parameters = {};

    /// @throws coppice::error for no parameter; for one without a name, with another's, or without
    ///         values; for a value that is not finite or comes twice; for more points than an index
    ///         can number
    void validate() const {
        require(!parameters.empty(), "tune::space", "number of parameters", 0, "at least 1");
        index left = std::numeric_limits<index>::max();
        for (std::size_t p = 0; p < parameters.size(); ++p) {
            check(p);
            left /= static_cast<index>(parameters[p].values.size());
            require(
                left > 0, parameters[p].name, "number of combinations up to this parameter",
                std::numeric_limits<double>::infinity(), "at most that of an index");
        }
    }

    /// How many combinations there are.
    [[nodiscard]] index points() const {
        index product = 1;
        for (const parameter& each : parameters) {
            product *= static_cast<index>(each.values.size());
        }
        return product;
    }

    /// The values of a point, a number for each parameter.
    /// @throws coppice::error for a point that there is not
    [[nodiscard]] std::vector<double> at(index point) const {
        if (point < 0 || point >= points()) {
            throw error("tune::space", "point", text(point), "in [0, " + text(points()) + ")");
        }
        std::vector<double> values(parameters.size());
        for (std::size_t p = parameters.size(); p-- > 0;) {
            const auto choices = static_cast<index>(parameters[p].values.size());
            values[p] = parameters[p].values[static_cast<std::size_t>(point % choices)];
            point /= choices;
        }
        return values;
    }

    /// What a point is called in errors and tables: "threshold 0.5, frozen 0.9".
    /// @throws coppice::error for a point that there is not
    [[nodiscard]] std::string name(index point) const {
        const std::vector<double> values = at(point);
        std::string joined;
        for (std::size_t p = 0; p < parameters.size(); ++p) {
            joined += (p == 0 ? "" : ", ") + parameters[p].name + " " + text(values[p]);
        }
        return joined;
    }

  private:
    void check(std::size_t number) const {
        const parameter& one = parameters[number];
        bool known = false;
        for (std::size_t before = 0; before < number; ++before) {
            known = known || parameters[before].name == one.name;
        }
        if (one.name.empty() || known) {
            throw error(
                "tune::space", "name of parameter " + text(number), '"' + one.name + '"',
                "a name, and of no other parameter");
        }
        require(!one.values.empty(), one.name, "number of values", 0, "at least 1");
        for (std::size_t i = 0; i < one.values.size(); ++i) {
            const double value = one.values[i];
            require(math::isfinite(value), one.name, "a value", value, "finite");
            for (std::size_t before = 0; before < i; ++before) {
                require(one.values[before] != value, one.name, "a value", value, "listed once");
            }
        }
    }
};

} // namespace coppice::tune
