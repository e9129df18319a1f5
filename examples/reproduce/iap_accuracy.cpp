#include "reproduce/iap_accuracy.hpp"

#include <coppice/recipe/named.hpp>
#include <coppice/rewind/learning_rate.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>

#include "data/open.hpp"
#include "report/format.hpp"
#include "reproduce/statistic.hpp"

namespace reproduce {

namespace {

constexpr auto rate_rewound = "IAP, rate rewound";
constexpr int most_rounds = 10'000; ///< of AIAP: a bound, not a setting

/// What the paper says of one method, each where it does.
struct published {
    std::string accuracy = "-";                      ///< where the methods are compared
    std::array<std::string, 2> smaller = {"-", "-"}; ///< compression at a loss of 0 points and of 1
    std::array<std::string, 2> work = {"-", "-"};    ///< MACs against ILP's, likewise
};

/// What the paper says of one network.
struct published_network {
    std::string name;
    double share; ///< of the parameters left where it compares methods
    std::string dense;
    std::map<std::string, published> methods;

    [[nodiscard]] published of(const std::string& method) const {
        const auto found = methods.find(method);
        return found == methods.end() ? published{} : found->second;
    }
};

/// Of the same network; of ResNet-50 for one that the paper does not have.
const published_network& published_of(const iap_setting& how) {
    static const std::array<published_network, 3> all = {
        {{"LeNet-300-100",
          0.0123, // 2 and 1 filters of 300 and 100, after 21 rounds
          "97.34 ± 0.20",
          {{"ILP", {.accuracy = "44.59"}},
           {"IAP", {.accuracy = "68.05", .work = {"1.95", "1.5"}}},
           {"AIAP", {.accuracy = "66.97", .work = {"-", "1.6"}}}}},
         {"LeNet-5",
          0.0505,
          "69.57 ± 0.61",
          {{"ILP", {.accuracy = "42.04", .smaller = {"2.42", "4.77"}}},
           {"IAP", {.accuracy = "63.66", .smaller = {"2.55", "7.75"}}},
           {rate_rewound, {.smaller = {"-", "4.20"}}}, // 23.8% left, against 12.9%
           {"AIAP", {.accuracy = "58.27", .smaller = {"3.95", "15.88"}}}}},
         {"ResNet-50",
          0.4537,
          "75.54",
          {{"ILP", {.accuracy = "41.17", .smaller = {"-", "1.13"}}},
           {"IAP", {.accuracy = "70.33", .smaller = {"1.11", "1.25"}, .work = {"-", "1.05"}}},
           {"AIAP", {.accuracy = "71.9", .smaller = {"1.17", "1.71"}, .work = {"-", "1.33"}}}}}}};
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const published_network& of) { return of.name == how.name; });
    return found == all.end() ? all.back() : *found;
}

/// By method, in the order of their first curves.
std::vector<std::string> methods_of(const std::vector<curve>& curves) {
    std::vector<std::string> methods;
    for (const curve& of : curves) {
        if (std::find(methods.begin(), methods.end(), of.method) == methods.end()) {
            methods.push_back(of.method);
        }
    }
    return methods;
}

statistic
accuracy_at(const std::vector<curve>& curves, const std::string& method, double share_left) {
    statistic over;
    for (const curve& of : curves) {
        if (of.method == method) {
            if (const auto value = value_at(of, share_left, accuracy_of)) {
                over.add(*value);
            }
        }
    }
    return over;
}

document::section
compared(const std::vector<curve>& curves, const iap_setting& how, const published_network& paper) {
    report::table table({{"network", report::align::left}, {"published"}, {"ours"}, {"rounds"}});
    statistic dense;
    for (const curve& of : curves) {
        if (of.method == curves.front().method) {
            dense.add(accuracy_of(of.points.front()));
        }
    }
    table.add_row({"dense", paper.dense, dense.text(), "-"});
    for (const std::string& method : methods_of(curves)) {
        statistic taken;
        for (const curve& of : curves) {
            if (of.method == method && of.reaches(how.share)) {
                taken.add(static_cast<double>(of.points.back().round));
            }
        }
        table.add_row(
            {method, paper.of(method).accuracy, accuracy_at(curves, method, how.share).text(),
             taken.text(1)});
    }
    return {
        "Test accuracy in percent where " + report::percent(how.share, 2) +
            " of the parameters are left, rows masked; between two rounds by a straight line." +
            (how.name == paper.name ? ""
                                    : " What is published is of " + paper.name + ", where " +
                                          report::percent(paper.share, 2) + " are left."),
        std::move(table)};
}

document::section by_share(const std::vector<curve>& curves, const iap_setting& how) {
    const std::vector<std::string> methods = methods_of(curves);
    std::vector<report::column> columns = {{"parameters left"}};
    for (const std::string& method : methods) {
        columns.push_back({method});
    }
    report::table table(columns);
    std::vector<double> shares = {0.80, 0.50, 0.25, 0.10, 0.05, 0.03, 0.02};
    if (how.share > shares[2]) {
        shares = {0.95, 0.90, 0.85, 0.80, 0.75, 0.70, 0.60, 0.50};
    }
    std::erase_if(shares, [&](double share) { return share <= how.share; });
    shares.push_back(how.share);
    for (const double share : shares) {
        std::vector<std::string> row = {report::percent(share, 2)};
        for (const std::string& method : methods) {
            row.push_back(accuracy_at(curves, method, share).text());
        }
        table.add_row(std::move(row));
    }
    return {"The same on the way there.", std::move(table)};
}

/// How many times fewer multiply-accumulates than ILP's a method needs.
statistic saved(const std::vector<curve>& curves, const std::string& method, double points_lost) {
    statistic over;
    for (const curve& of : curves) {
        const auto base = std::find_if(curves.begin(), curves.end(), [&](const curve& other) {
            return other.method == "ILP" && other.seed == of.seed;
        });
        if (of.method == method && base != curves.end()) {
            over.add(
                static_cast<double>(fewest_macs(*base, points_lost)) /
                static_cast<double>(fewest_macs(of, points_lost)));
        }
    }
    return over;
}

/// How many times fewer parameters than before, rows masked.
statistic
compression(const std::vector<curve>& curves, const std::string& method, double points_lost) {
    statistic over;
    for (const curve& of : curves) {
        if (of.method == method) {
            over.add(
                static_cast<double>(of.points.front().masked.parameters) /
                static_cast<double>(fewest_parameters(of, points_lost)));
        }
    }
    return over;
}

/// A number of every method at a loss of at most 0 points and of 1, beside the paper's.
template <class Ours>
report::table within_loss(
    const std::vector<curve>& curves, const published_network& paper,
    std::array<std::string, 2> published::*theirs, Ours ours) {
    report::table table(
        {{"method", report::align::left},
         {"published, at 0 points"},
         {"ours"},
         {"published, at 1 point"},
         {"ours"}});
    for (const std::string& method : methods_of(curves)) {
        const published known = paper.of(method);
        table.add_row(
            {method, (known.*theirs)[0], ours(curves, method, 0).text(), (known.*theirs)[1],
             ours(curves, method, 1).text()});
    }
    return table;
}

document::section size(const std::vector<curve>& curves, const published_network& paper) {
    return {
        "How many times fewer parameters than before, rows masked, when at most so many points of "
        "test accuracy may be lost.",
        within_loss(curves, paper, &published::smaller, compression)};
}

document::section work(const std::vector<curve>& curves, const published_network& paper) {
    return {
        "How many times fewer multiply-accumulates than with ILP, physically shrunk, when at most "
        "so many points of test accuracy may be lost.",
        within_loss(curves, paper, &published::work, saved)};
}

document::section both_counts(const std::vector<curve>& curves) {
    report::table table({{"round"}, {"rows masked"}, {"share"}, {"physically shrunk"}, {"share"}});
    const auto ilp = std::find_if(
        curves.begin(), curves.end(), [](const curve& of) { return of.method == "ILP"; });
    for (const point& at : ilp == curves.end() ? std::vector<point>{} : ilp->points) {
        const auto whole = static_cast<double>(ilp->points.front().shrunk.parameters);
        table.add_row(
            {std::to_string(at.round), report::grouped(at.masked.parameters),
             report::percent(ilp->share(at), 2), report::grouped(at.shrunk.parameters),
             report::percent(static_cast<double>(at.shrunk.parameters) / whole, 2)});
    }
    return {
        "Parameters left after each round of ILP and IAP: with the rows of pruned filters masked, "
        "as the paper counts, and with all that they leave without use removed.",
        std::move(table)};
}

report::figure drawn(const std::vector<curve>& curves, const iap_setting& how) {
    report::panel panel{
        .title = how.name + " on " + how.data_name, .y_label = "test accuracy (%)", .lines = {}};
    for (const std::string& method : methods_of(curves)) {
        report::series line{.name = method, .x = {}, .y = {}};
        constexpr int steps = 50;
        for (int i = 0; i <= steps; ++i) {
            const double share = std::pow(how.share, static_cast<double>(i) / steps);
            if (const statistic at = accuracy_at(curves, method, share); at.count() > 0) {
                line.x.push_back(100 * share);
                line.y.push_back(at.mean());
            }
        }
        panel.lines.push_back(std::move(line));
    }
    return {
        .title = "ILP, IAP and AIAP",
        .x_label = "parameters left, rows masked (%)",
        .panels = {std::move(panel)},
        .logarithmic_x = how.share < 0.3,
        .descending_x = true,
        .height = 500};
}

/// "20% of a dense layer's filters go in a round, and 10% of a convolution's"
std::string describe(const coppice::step::by_kind& round) {
    const auto percent = [](double share) { return report::percent(share, 0); };
    return round.slow_rounds > 0
               ? percent(round.slow) + " of a layer's filters go in each of the first " +
                     std::to_string(round.slow_rounds) + " rounds, then " +
                     percent(round.convolution)
               : percent(round.dense) + " of a dense layer's filters go in a round, and " +
                     percent(round.convolution) + " of a convolution's";
}

/// @param both_ways  whether IAP is run with the learning rate rewound alone, too
document
compare(const iap_setting& how, const options& chosen, bool both_ways, const listener& so_far) {
    const data::data_set set =
        data::open_data_set(how.data, chosen.data_directory, {.size = how.pixels});
    const coppice::rewind::weights weights{.to = how.back_to, .of = how.epochs};
    const coppice::rewind::learning_rate only_rate{.to = how.back_to, .of = how.epochs};
    std::vector<curve> curves;
    std::vector<iap_network> networks; // AIAP, which takes longest, comes last
    networks.reserve(chosen.seeds.size());
    const auto by_rounds = [&](const iap_network& network, const auto& rewinding) {
        curves.push_back(
            network.prune("ILP", coppice::recipe::ilp(how.round, rewinding, how.rate), how.share));
        curves.push_back(
            network.prune("IAP", coppice::recipe::iap(how.round, rewinding, how.rate), how.share));
    };
    const auto by_threshold = [&](const iap_network& network, const auto& rewinding) {
        curves.push_back(network.prune(
            "AIAP", coppice::recipe::aiap({.rise = how.rise}, most_rounds, rewinding, how.rate),
            how.share, iap_network::retrains::shrunk));
    };
    for (const std::uint64_t seed : chosen.seeds) {
        const iap_network& network =
            networks.emplace_back(set, how, seed, std::vector<int>{how.back_to});
        if (how.rewinds_weights) {
            by_rounds(network, weights);
        } else {
            by_rounds(network, only_rate);
        }
        if (both_ways) {
            curves.push_back(network.prune(
                rate_rewound, coppice::recipe::iap(how.round, only_rate, how.rate), how.share));
        }
        so_far(describe_accuracy(curves, how));
    }
    for (const iap_network& network : networks) {
        if (how.rewinds_weights) {
            by_threshold(network, weights);
        } else {
            by_threshold(network, only_rate);
        }
        so_far(describe_accuracy(curves, how));
    }
    return describe_accuracy(curves, how);
}

} // namespace

document describe_accuracy(const std::vector<curve>& curves, const iap_setting& how) {
    const published_network& paper = published_of(how);
    return {
        .title = "ILP, IAP and AIAP on " + how.name,
        .setting = describe(how) + ". " + describe(how.round) + "; AIAP's threshold rises by " +
                   coppice::text(how.rise) +
                   ", and its rounds retrain the network without what is pruned. Mean ± standard "
                   "deviation over " +
                   count_seeds(curves) + ".",
        .sections =
            {compared(curves, how, paper), by_share(curves, how), size(curves, paper),
             work(curves, paper), both_counts(curves)},
        .plot = drawn(curves, how),
        .data = to_json(curves)};
}

document iap_accuracy(const options& chosen, const listener& so_far) {
    return compare(lenet_300_100(chosen.size), chosen, false, so_far);
}

document iap_lenet_5(const options& chosen, const listener& so_far) {
    return compare(lenet_5(chosen.size), chosen, true, so_far);
}

document iap_resnet_50(const options& chosen, const listener& so_far) {
    return compare(resnet_50(chosen.size), chosen, false, so_far);
}

} // namespace reproduce
