// Searches: which points of a plane are tried, and at how much effort. The value of a point is its
// distance from (9, 5).

#include "figure.hpp"

#include <coppice/core/text.hpp>
#include <coppice/search/grid.hpp>
#include <coppice/search/random.hpp>
#include <coppice/search/successive_halving.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace plots {
namespace {

constexpr coppice::index grid_columns = 12;
constexpr coppice::index grid_rows = 8;

point place(coppice::index number) {
    return {static_cast<double>(number % grid_columns), static_cast<double>(number / grid_columns)};
}

double value(coppice::index number) {
    const point at = place(number);
    return (at.x - 9) * (at.x - 9) + (at.y - 5) * (at.y - 5);
}

template <coppice::search::policy Search>
void draw(const std::string& policy, const std::string& title, const Search& search) {
    std::vector<coppice::search::tried> so_far;
    std::vector<std::vector<point>> rounds;
    std::vector<double> shares;
    auto next = search.next(grid_columns * grid_rows, so_far);
    while (!next.points.empty()) {
        rounds.emplace_back();
        shares.push_back(next.share);
        for (const coppice::index number : next.points) {
            rounds.back().push_back(place(number));
            so_far.push_back({number, next.share, value(number)});
        }
        next = search.next(grid_columns * grid_rows, so_far);
    }
    std::vector<point> all;
    for (coppice::index number = 0; number < grid_columns * grid_rows; ++number) {
        all.push_back(place(number));
    }
    begin("search", policy);
    data("$all", all);
    tell("set xlabel 'one parameter, " + title + "'");
    tell("set ylabel 'another'");
    tell("set xrange [-0.7:11.7]");
    tell("set yrange [-0.7:7.7]");
    tell("set xtics 1");
    tell("set ytics 1");
    std::string plot =
        "plot $all with points pt 7 ps 0.3 lc rgb '" + std::string(grey) + "' title 'points'";
    for (std::size_t k = 0; k < rounds.size(); ++k) {
        const std::string name = "$round" + std::to_string(k);
        data(name, rounds[k]);
        plot += ", " + name + " with points pt " + (k == 0 ? "7" : "6") + " ps " +
                coppice::text(0.8 + 0.6 * static_cast<double>(k)) + " lw 2 lc rgb '" +
                (k == 0 ? blue : red) + "' title 'tried at " + coppice::text(shares[k]) + "'";
    }
    tell(plot);
}

} // namespace

void search() {
    draw("grid", "every point", coppice::search::grid{});
    draw("random", "trials = 6, seed = 1", coppice::search::random{});
    draw(
        "successive_halving", "trials = 12, rounds = 3, factor = 2",
        coppice::search::successive_halving{});
}

} // namespace plots
