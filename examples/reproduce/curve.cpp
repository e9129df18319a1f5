#include "reproduce/curve.hpp"

#include <algorithm>
#include <cstddef>

namespace reproduce {

namespace {

template <class Size>
coppice::index fewest(const curve& of, double points_lost, Size size) {
    const point& dense = of.points.front();
    coppice::index least = size(dense);
    for (const point& at : of.points) {
        const auto lost = static_cast<double>(100 * (dense.test.correct - at.test.correct));
        if (lost <= points_lost * static_cast<double>(at.test.total)) {
            least = std::min(least, size(at));
        }
    }
    return least;
}

} // namespace

double curve::share(const point& at) const {
    return static_cast<double>(at.masked.parameters) /
           static_cast<double>(points.front().masked.parameters);
}

bool curve::reaches(double share_left) const {
    return !points.empty() && share(points.back()) <= share_left;
}

double accuracy_of(const point& at) {
    return at.test.percent();
}

double stability_of(const point& at) {
    return at.stability;
}

std::optional<double> value_at(const curve& of, double share_left, const quantity& wanted) {
    if (!of.reaches(share_left)) {
        return std::nullopt;
    }
    const auto below = std::find_if(of.points.begin(), of.points.end(), [&](const point& at) {
        return of.share(at) <= share_left;
    });
    if (below == of.points.begin()) {
        return wanted(*below);
    }
    const point& above = *(below - 1);
    const double down = (of.share(above) - share_left) / (of.share(above) - of.share(*below));
    return wanted(above) + down * (wanted(*below) - wanted(above));
}

coppice::index fewest_macs(const curve& of, double points_lost) {
    return fewest(of, points_lost, [](const point& at) { return at.shrunk.macs; });
}

coppice::index fewest_parameters(const curve& of, double points_lost) {
    return fewest(of, points_lost, [](const point& at) { return at.masked.parameters; });
}

} // namespace reproduce
