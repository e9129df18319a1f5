#include "reproduce/iap_rewind.hpp"

#include <coppice/recipe/named.hpp>

#include <cstddef>
#include <numeric>
#include <string>
#include <vector>

#include "data/open.hpp"
#include "report/format.hpp"
#include "reproduce/iap_network.hpp"
#include "reproduce/statistic.hpp"

namespace reproduce {

namespace {

constexpr int rounds_to_scan = 15;

/// Of the original training, the same at every scale.
int epochs() {
    return lenet_300_100(scale::paper).epochs;
}

/// After 3, 10 and 15 rounds.
const std::vector<double>& shares() {
    static const std::vector<double> all = {0.5126, 0.1078, 0.0381};
    return all;
}

statistic
at(const std::vector<curve>& curves, int epoch, double share_left, const quantity& wanted) {
    statistic over;
    for (const curve& of : curves) {
        if (of.method == std::to_string(epoch)) {
            if (const auto value = value_at(of, share_left, wanted)) {
                over.add(*value);
            }
        }
    }
    return over;
}

document::section
tabled(const std::vector<curve>& curves, const std::string& text, const quantity& wanted) {
    std::vector<report::column> columns = {{"back to epoch"}, {"of the training"}};
    for (const double share : shares()) {
        columns.push_back({report::percent(share, 1) + " left"});
    }
    report::table table(columns);
    for (int epoch = 0; epoch < epochs(); ++epoch) {
        std::vector<std::string> row = {
            std::to_string(epoch), report::percent(static_cast<double>(epoch) / epochs(), 0)};
        for (const double share : shares()) {
            row.push_back(at(curves, epoch, share, wanted).text());
        }
        table.add_row(std::move(row));
    }
    return {text, std::move(table)};
}

report::panel drawn(
    const std::vector<curve>& curves, const std::string& title, const std::string& unit,
    const quantity& wanted) {
    report::panel panel{.title = title, .y_label = unit, .lines = {}};
    for (const double share : shares()) {
        report::series line{.name = report::percent(share, 1) + " left", .x = {}, .y = {}};
        for (int epoch = 0; epoch < epochs(); ++epoch) {
            if (const statistic over = at(curves, epoch, share, wanted); over.count() > 0) {
                line.x.push_back(100.0 * epoch / epochs());
                line.y.push_back(over.mean());
            }
        }
        panel.lines.push_back(std::move(line));
    }
    return panel;
}

} // namespace

document describe_rewinding(const std::vector<curve>& curves, scale size) {
    const std::size_t images = lenet_300_100(size).images;
    return {
        .title = "The rewind point of IAP on LeNet-300-100",
        .setting = "LeNet-300-100 on " + (images == 0 ? "all" : report::grouped(images)) +
                   " training images of MNIST, trained for six epochs and pruned by IAP, 20% of a "
                   "layer's filters a round; after each round the weights go back to an epoch of "
                   "the training and what came after it is gone through again. The paper finds the "
                   "best point at 75 to 90% of the training. Mean ± standard deviation over " +
                   count_seeds(curves) + ".",
        .sections =
            {tabled(curves, "Test accuracy in percent.", accuracy_of),
             tabled(
                 curves,
                 "Stability to pruning: the L2 distance of the weights left from the same weights "
                 "at the end of the original training; lower is more stable.",
                 stability_of)},
        .plot =
            {.title = "IAP, LeNet-300-100 on MNIST",
             .x_label = "rewind point (% of the training)",
             .panels =
                 {drawn(curves, "accuracy", "test accuracy (%)", accuracy_of),
                  drawn(curves, "stability to pruning", "L2 distance", stability_of)}},
        .data = to_json(curves)};
}

document iap_rewind(const options& chosen, const listener& so_far) {
    const iap_setting how = lenet_300_100(chosen.size);
    const data::data_set set = data::open_data_set(how.data, chosen.data_directory);
    std::vector<curve> curves;
    for (const std::uint64_t seed : chosen.seeds) {
        std::vector<int> all(static_cast<std::size_t>(how.epochs));
        std::iota(all.begin(), all.end(), 0);
        const iap_network network(set, how, seed, all);
        for (int epoch = 0; epoch < how.epochs; ++epoch) {
            curves.push_back(network.prune(
                std::to_string(epoch),
                coppice::recipe::iap(
                    {.rounds = rounds_to_scan},
                    coppice::rewind::weights{.to = epoch, .of = how.epochs}, how.rate),
                shares().back()));
        }
        so_far(describe_rewinding(curves, chosen.size));
    }
    return describe_rewinding(curves, chosen.size);
}

} // namespace reproduce
