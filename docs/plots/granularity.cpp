// Granularities: a small tensor, its weights numbered and coloured by the group they belong to.

#include "figure.hpp"

#include <coppice/granularity/block.hpp>
#include <coppice/granularity/channel.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/granularity/kernel.hpp>
#include <coppice/granularity/vector.hpp>
#include <coppice/granularity/weight.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace plots {
namespace {

constexpr int outputs = 4;
constexpr int inputs = 2;
constexpr int side = 3; // of a kernel

/// Where a weight is drawn: outputs from top to bottom, inputs from left to right.
point place_of(int weight) {
    const int column = weight % side;
    const int row = weight / side % side;
    const int input = weight / (side * side) % inputs;
    const int output = weight / (side * side * inputs);
    constexpr double kernel = side + 0.6;
    return {kernel * input + column, -(kernel * output + row)};
}

template <coppice::granularity::policy Granularity>
void draw(const std::string& policy, const std::string& title, const Granularity& granularity) {
    constexpr std::array<const char*, 6> colours{"#9ecae8", "#f5c09a", "#99d8c7",
                                                 "#e8c5d9", "#f3dc8c", "#d0d0d0"};
    const std::array<float, outputs * inputs * side * side> weights{};
    const coppice::view<const float> tensor(weights.data(), {outputs, inputs, side, side});
    const auto cut = granularity.cut(tensor);

    begin("granularity", policy, 340, 480);
    std::array<std::vector<point>, colours.size()> cells;
    std::vector<label> numbers;
    for (coppice::index g = 0; g < cut.groups(); ++g) {
        for (coppice::index m = 0; m < cut.members(); ++m) {
            const auto weight = cut.group(g) + cut.member(m) - weights.data();
            const point at = place_of(static_cast<int>(weight));
            cells[static_cast<std::size_t>(g) % colours.size()].push_back(at);
            numbers.push_back({at, coppice::text(g)});
        }
    }
    std::string plot = "plot ";
    for (std::size_t colour = 0; colour < colours.size(); ++colour) {
        if (!cells[colour].empty()) {
            const std::string name = "$cells_" + std::to_string(colour);
            data(name, cells[colour]);
            plot += name + " using 1:2:(0.47):(0.47) with boxxyerror lc rgb '" + colours[colour] +
                    "', ";
        }
    }
    data("$numbers", numbers);
    tell("set title '" + title + "'");
    tell("set size ratio -1");
    tell("set xrange [-0.6:6.2]");
    tell("set yrange [-13.4:0.6]");
    tell("set xtics ('input 0' 1, 'input 1' 4.6) scale 0");
    tell("set ytics ('output 0' -1, 'output 1' -4.6, 'output 2' -8.2, 'output 3' -11.8) scale 0");
    tell("unset border");
    tell("unset key");
    tell(plot + "$numbers with labels font ',11'");
}

} // namespace

void granularity() {
    using namespace coppice::granularity;
    draw("weight", "weight: 72 groups", weight{});
    draw("filter", "filter: 4 groups", filter{});
    draw("channel", "channel: 2 groups", channel{});
    draw("kernel", "kernel: 8 groups", kernel{});
    draw("vector", "vector, axis = -1: 24 groups", vector{});
    draw("block", "block, 2 by 2: 18 groups", block{.rows = 2, .columns = 2});
}

} // namespace plots
