// Freezing: ten layers with the shift that a made-up rehearsal gives them.

#include "figure.hpp"

#include <coppice/backend/reference.hpp>
#include <coppice/freeze/first_layers.hpp>
#include <coppice/freeze/none.hpp>
#include <coppice/freeze/weight_shift.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <string>
#include <vector>

namespace plots {
namespace {

constexpr std::array<float, 10> shifts{0.031F, 0.044F, 0.012F, 0.019F, 0.008F,
                                       0.027F, 0.006F, 0.015F, 0.038F, 0.022F};

/// Layers of one weight, which is 1 before and 1 plus the layer's shift after.
class rehearsal {
  public:
    rehearsal() : layers_(shifts.size()) {
        std::iota(layers_.begin(), layers_.end(), 0);
        weights_.fill(1);
    }

    [[nodiscard]] const std::vector<int>& layers() const { return layers_; }
    [[nodiscard]] static std::string name(int layer) { return "layer " + std::to_string(layer); }
    [[nodiscard]] coppice::grouped<const float> weights(int layer) const {
        return coppice::whole(
            coppice::view<const float>(&weights_[static_cast<std::size_t>(layer)], {1}));
    }
    [[nodiscard]] coppice::backend::reference& backend() { return backend_; }
    void prune() {}
    void train(double /*rate*/) {
        for (std::size_t i = 0; i < shifts.size(); ++i) {
            weights_[i] += shifts[i];
        }
    }

  private:
    std::vector<int> layers_;
    std::array<float, shifts.size()> weights_{};
    coppice::backend::reference backend_;
};

void draw(const std::string& policy, const std::vector<int>& frozen) {
    std::vector<point> freezing;
    std::vector<point> training;
    for (int layer = 0; layer < static_cast<int>(shifts.size()); ++layer) {
        const bool chosen = std::find(frozen.begin(), frozen.end(), layer) != frozen.end();
        (chosen ? freezing : training)
            .push_back(
                {static_cast<double>(layer),
                 static_cast<double>(shifts[static_cast<std::size_t>(layer)])});
    }
    begin("freeze", policy);
    data("$frozen", freezing);
    data("$training", training);
    tell("set xlabel 'layer'");
    tell("set ylabel 'shift of the weights'");
    tell("set xtics 1");
    tell("set xrange [-0.6:9.6]");
    tell("set yrange [0:0.05]");
    tell("set boxwidth 0.7");
    std::string plot =
        "plot $training with boxes lc rgb '" + std::string(blue) + "' title 'trains'";
    if (!freezing.empty()) {
        plot += ", $frozen with boxes lc rgb '" + std::string(grey) + "' title 'frozen'";
    }
    tell(plot);
}

} // namespace

void freeze() {
    rehearsal probe;
    draw("weight_shift", coppice::freeze::weight_shift{}.choose(probe));
    static_assert(!coppice::freeze::none::probes);
    draw("none", {});
    draw("first_layers", coppice::freeze::first_layers{}.choose(probe));
}

} // namespace plots
