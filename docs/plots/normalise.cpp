// Normalisations: the scores of two layers as they are and divided, and which of them go when the
// lowest half of both together does.

#include "figure.hpp"

#include <coppice/backend/reference.hpp>
#include <coppice/core/text.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/normalise/l2.hpp>
#include <coppice/normalise/max.hpp>
#include <coppice/normalise/mean.hpp>
#include <coppice/normalise/none.hpp>
#include <coppice/normalise/sum.hpp>
#include <coppice/score/l1.hpp>
#include <coppice/select/global.hpp>
#include <coppice/toolbox/prune.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace plots {
namespace {

/// Two layers of one weight a group, so that the weights are the scores.
const std::array<std::vector<float>, 2> unlike_layers = {
    {{1, 1.5F, 2.2F, 3, 3.6F, 5}, {8, 14, 22, 30}}};

/// What the policy divides a layer's scores by.
template <coppice::normalise::policy Normalise>
double norm_of(const Normalise& normalise, const std::vector<float>& scores) {
    if constexpr (Normalise::divides) {
        double sum = 0;
        for (const float score : scores) {
            sum = normalise.accumulate(sum, static_cast<double>(score));
        }
        return normalise.finish(sum, static_cast<coppice::index>(scores.size()));
    } else {
        return 1;
    }
}

template <coppice::normalise::policy Normalise>
void panel(const std::string& title, const Normalise& normalise) {
    std::vector<coppice::view<const float>> weights;
    weights.reserve(unlike_layers.size());
    for (const std::vector<float>& layer : unlike_layers) {
        weights.emplace_back(
            layer.data(), coppice::shape{static_cast<coppice::index>(layer.size()), 1});
    }
    coppice::backend::reference backend;
    const auto masks = coppice::prune(
        backend, weights, 0.5, coppice::granularity::filter{}, coppice::score::l1{},
        coppice::select::global{}, normalise);
    std::vector<point> going;
    std::vector<point> staying;
    double highest = 0;
    double x = 0;
    for (std::size_t layer = 0; layer < unlike_layers.size(); ++layer, ++x) {
        const double norm = norm_of(normalise, unlike_layers[layer]);
        for (std::size_t g = 0; g < unlike_layers[layer].size(); ++g, ++x) {
            const double score = static_cast<double>(unlike_layers[layer][g]) / norm;
            highest = std::max(highest, score);
            (masks[layer][static_cast<coppice::index>(g)] ? staying : going).push_back({x, score});
        }
    }
    data("$going", going);
    data("$staying", staying);
    tell("set title '" + title + "'");
    tell("set yrange [0:" + coppice::text(1.05 * highest) + "]");
    tell(
        "plot $going with boxes lc rgb '" + std::string(red) +
        "' title 'goes', $staying with boxes lc rgb '" + blue + "' title 'stays'");
}

template <coppice::normalise::policy Normalise>
void draw(const std::string& policy, const std::string& title, const Normalise& normalise) {
    begin("normalise", policy, Normalise::divides ? 640 : 360, 300);
    tell("set xtics ('layer 0' 2.5, 'layer 1' 8.5) scale 0");
    tell("set xrange [-0.8:10.8]");
    tell("set boxwidth 0.7");
    tell("set key inside top left vertical");
    tell("set ylabel 'score'");
    if constexpr (Normalise::divides) {
        tell("set multiplot layout 1,2");
        panel("as they are", coppice::normalise::none{});
        tell("unset key");
        tell("unset ylabel");
        panel(title, normalise);
        tell("unset multiplot");
    } else {
        panel(title, normalise);
    }
}

} // namespace

void normalise() {
    using namespace coppice::normalise;
    draw("none", "as they are", none{});
    draw("mean", "over the mean of the layer", mean{});
    draw("sum", "over the sum of the layer", sum{});
    draw("max", "over the largest of the layer", max{});
    draw("l2", "over the L2 norm of the layer", l2{});
}

} // namespace plots
