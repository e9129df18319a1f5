#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace reproduce {

/// Mean and spread of a number over runs with different seeds.
class statistic {
  public:
    void add(double value) { values_.push_back(value); }

    [[nodiscard]] std::size_t count() const { return values_.size(); }

    /// 0 of nothing.
    [[nodiscard]] double mean() const;

    /// The standard deviation of the values as a sample: over n - 1; 0 of fewer than two.
    [[nodiscard]] double deviation() const;

    /// "68.05 ± 1.20"; the mean alone of a single run, "-" of none.
    [[nodiscard]] std::string text(int decimals = 2) const;

  private:
    std::vector<double> values_;
};

} // namespace reproduce
