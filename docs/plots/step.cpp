// Steps: how many filters are left in the layers of a small model.

#include "figure.hpp"

#include <coppice/model/description.hpp>
#include <coppice/operation/dense.hpp>
#include <coppice/step/block.hpp>
#include <coppice/step/by_kind.hpp>
#include <coppice/step/by_layer.hpp>
#include <coppice/step/layer.hpp>
#include <coppice/step/model.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace plots {
namespace {

constexpr std::array<coppice::index, 4> widths{16, 24, 32, 40};
constexpr std::array<const char*, 4> names{"a", "b", "c", "d"};

/// Four dense layers of a larger model; a and b are one block, c and d another.
struct network {
    std::array<std::vector<float>, widths.size()> weights;
    coppice::model::description<float> model;

    network() {
        coppice::index from = 8;
        auto x = model.input(from);
        for (std::size_t i = 0; i < widths.size(); ++i) {
            weights[i].resize(static_cast<std::size_t>(widths[i] * from));
            const coppice::view<float> weight(weights[i].data(), {widths[i], from});
            x = model.add(names[i], coppice::operation::dense<float>{.weight = weight}, {x});
            from = widths[i];
        }
        model.add_block("first", {"a", "b"});
        model.add_block("second", {"c", "d"});
    }
};

template <coppice::step::policy Step>
void draw(const std::string& policy, const std::string& title, const Step& step) {
    constexpr std::array<const char*, 4> colours{"#0072b2", "#d55e00", "#009e73", "#cc79a7"};
    const network net;
    std::array<coppice::index, widths.size()> left = widths;
    std::array<std::vector<point>, widths.size()> lines;
    const coppice::index steps = step.steps(net.model);
    const auto draw_at = [&](double number) {
        for (std::size_t i = 0; i < widths.size(); ++i) {
            lines[i].push_back({number, static_cast<double>(left[i])});
        }
    };
    for (coppice::index number = 0; number < steps; ++number) {
        draw_at(static_cast<double>(number));
        for (const int layer : step.layers(net.model, number)) {
            coppice::index& groups = left[static_cast<std::size_t>(layer)];
            groups -= coppice::step::count(step, net.model, number, layer, groups);
        }
    }
    draw_at(static_cast<double>(steps));
    draw_at(static_cast<double>(steps) + 0.5);
    begin("step", policy);
    std::string plot;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        const std::string name = "$" + std::string(names[i]);
        data(name, lines[i]);
        plot += (i == 0 ? "plot " : ", ") + name + " with steps lw 2.5 lc rgb '" + colours[i] +
                "' title '" + names[i] + "'";
    }
    tell("set xlabel 'steps taken, " + title + "'");
    tell("set ylabel 'groups left in each layer'");
    tell("set xtics 1");
    tell("set xrange [0:" + std::to_string(steps) + ".5]");
    tell("set yrange [0:42]");
    tell("set key title 'layer'");
    tell(plot);
}

} // namespace

void step() {
    draw("model", "ratio = 0.3, rounds = 4", coppice::step::model{.ratio = 0.3, .rounds = 4});
    draw("layer", "ratio = 0.5", coppice::step::layer{});
    draw("block", "ratio = 0.5; blocks (a, b) and (c, d)", coppice::step::block{});
    draw("by_kind", "dense = 0.2, rounds = 6", coppice::step::by_kind{.rounds = 6});
    draw(
        "by_layer", "ratios = 0, 0.3, 0.6, 0.9; blocks (a, b) and (c, d)",
        coppice::step::by_layer{
            .ratios = {0, 0.3, 0.6, 0.9}, .one_step = coppice::step::cover::block});
}

} // namespace plots
