// Coupled layers: the scores of the rows of two layers whose outputs are added up, and what becomes
// of each row of their sum.

#include "figure.hpp"

#include <coppice/backend/reference.hpp>
#include <coppice/couple/none.hpp>
#include <coppice/couple/together.hpp>
#include <coppice/drive/pruner.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/operation/add.hpp>
#include <coppice/operation/dense.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace plots {
namespace {

/// Two layers of one input, whose outputs are added up; beside them one that is alone.
struct summed_layers {
    std::vector<float> first = {2, 12, 4, 10, 6, 7};
    std::vector<float> second = {18, 2, 4, 6, 1, 9};
    std::vector<float> alone = {1, 2};
    std::vector<float> reader = std::vector<float>(6, 1);
    std::vector<float> last = {1, 1};
    coppice::model::description<float> model;

    summed_layers() {
        using coppice::view;
        using coppice::operation::dense;
        const auto x = model.input(1);
        const auto a = model.add("a", dense<float>{view<float>(first.data(), {6, 1})}, {x});
        const auto b = model.add("b", dense<float>{view<float>(second.data(), {6, 1})}, {x});
        const auto sum = model.add("sum", coppice::operation::add{}, {a, b});
        const auto c = model.add("c", dense<float>{view<float>(reader.data(), {1, 6})}, {sum});
        const auto d = model.add("d", dense<float>{view<float>(alone.data(), {2, 1})}, {c});
        model.output(model.add("e", dense<float>{view<float>(last.data(), {1, 2})}, {d}));
    }
};

template <coppice::couple::policy Couple>
void panel(const std::string& title, const Couple& couple) {
    summed_layers net;
    coppice::drive::pruner pruning(
        coppice::compose(coppice::granularity::filter{}, couple), net.model,
        coppice::backend::reference{});
    pruning.prune([](coppice::index rows, coppice::index) { return rows / 2; });
    std::vector<point> going;
    std::vector<point> staying;
    for (int layer = 0; layer < 2; ++layer) {
        const coppice::mask::const_view mask = pruning.mask(layer);
        for (coppice::index row = 0; row < 6; ++row) {
            const auto number = static_cast<std::size_t>(row);
            const point bar{
                static_cast<double>(row) + 0.36 * layer,
                static_cast<double>(layer == 0 ? net.first[number] : net.second[number])};
            (mask.size == 0 || mask[row] ? staying : going).push_back(bar);
        }
    }
    data("$going", going);
    data("$staying", staying);
    tell("set title '" + title + "'");
    const std::string bars = "$staying with boxes lc rgb '" + std::string(blue) + "' title 'stays'";
    tell(
        going.empty()
            ? "plot " + bars
            : "plot $going with boxes lc rgb '" + std::string(red) + "' title 'goes', " + bars);
}

void axes() {
    tell("set xrange [-0.6:6]");
    tell("set yrange [0:19]");
    tell("set xtics ('0' 0.18, '1' 1.18, '2' 2.18, '3' 3.18, '4' 4.18, '5' 5.18) scale 0");
    tell("set xlabel 'row of the sum'");
    tell("set ylabel 'score'");
    tell("set boxwidth 0.32");
    tell("set key inside top right vertical");
}

} // namespace

void couple() {
    using namespace coppice::couple;
    begin("couple", "none", 360, 300);
    axes();
    panel("left alone", none{});
    begin("couple", "together", 640, 300);
    axes();
    tell("set multiplot layout 1,2");
    panel("by the mean", together{.by = reduction::mean});
    tell("unset key");
    tell("unset ylabel");
    panel("by the first", together{.by = reduction::first});
    tell("unset multiplot");
}

} // namespace plots
