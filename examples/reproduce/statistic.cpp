#include "reproduce/statistic.hpp"

#include <cmath>
#include <numeric>

#include "report/format.hpp"

namespace reproduce {

double statistic::mean() const {
    const double sum = std::accumulate(values_.begin(), values_.end(), 0.0);
    return values_.empty() ? 0.0 : sum / static_cast<double>(values_.size());
}

double statistic::deviation() const {
    if (values_.size() < 2) {
        return 0;
    }
    const double centre = mean();
    double squares = 0;
    for (const double value : values_) {
        squares += (value - centre) * (value - centre);
    }
    return std::sqrt(squares / static_cast<double>(values_.size() - 1));
}

std::string statistic::text(int decimals) const {
    if (values_.empty()) {
        return "-";
    }
    const std::string middle = report::decimal(mean(), decimals);
    return values_.size() < 2 ? middle : middle + " ± " + report::decimal(deviation(), decimals);
}

} // namespace reproduce
