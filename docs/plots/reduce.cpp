// Reductions: what each rank has counted, and what all of them are told.

#include "figure.hpp"

#include <coppice/core/text.hpp>
#include <coppice/reduce/none.hpp>

#include <string>
#include <vector>

namespace plots {

void reduce() {
    constexpr coppice::index own = 9234;
    const coppice::index all = coppice::reduce::none{}.sum(own);
    begin("reduce", "none", 360, 240);
    data("$own", std::vector<point>{{0, static_cast<double>(own)}});
    data("$all", std::vector<point>{{1, static_cast<double>(all)}});
    data(
        "$numbers", std::vector<label>{
                        {{0, static_cast<double>(own)}, coppice::text(own)},
                        {{1, static_cast<double>(all)}, coppice::text(all)}});
    tell("set ylabel 'correct answers'");
    tell("set xtics ('the only rank' 0, 'sum' 1) scale 0");
    tell("set xrange [-0.7:1.7]");
    tell("set yrange [0:11000]");
    tell("set ytics 5000");
    tell("set boxwidth 0.5");
    tell("unset key");
    tell(
        "plot $own with boxes lc rgb '" + std::string(grey) + "', $all with boxes lc rgb '" + blue +
        "', $numbers with labels offset 0,0.7");
}

} // namespace plots
