#include "prune/method.hpp"

#include <coppice/core/error.hpp>
#include <coppice/core/require.hpp>

#include <array>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "report/text.hpp"

namespace prune {

namespace {

constexpr auto n_m = "n_m";

/// The alternative of a variant that stands under this name.
template <class Variant, std::size_t Count>
void set(
    Variant& chosen, const std::string& name,
    const std::array<std::pair<std::string_view, Variant>, Count>& known) {
    for (const auto& [spelt, policy] : known) {
        if (spelt == name) {
            chosen = policy;
            return;
        }
    }
    std::vector<std::string_view> names;
    names.reserve(known.size());
    for (const auto& [spelt, policy] : known) {
        names.push_back(spelt);
    }
    throw coppice::error("prune", "policy", name, "one of " + report::joined(names));
}

void set_granularity(method& made, const options& chosen) {
    using namespace coppice::granularity;
    using entry = std::pair<std::string_view, decltype(made.granularity)>;
    set(made.granularity, chosen.granularity,
        std::array{
            entry{"weight", weight{}}, entry{"filter", filter{}}, entry{"channel", channel{}},
            entry{"kernel", kernel{}}, entry{"vector", vector{.axis = chosen.axis}},
            entry{"block", block{.rows = chosen.rows, .columns = chosen.columns}},
            entry{n_m, weight{}}});
}

void set_score(method& made, const options& chosen) {
    using namespace coppice::score;
    using entry = std::pair<std::string_view, decltype(made.score)>;
    set(made.score, chosen.score,
        std::array{
            entry{"l1", l1{}}, entry{"l2", l2{}}, entry{"lp", lp{.p = chosen.p}},
            entry{"geometric_median", geometric_median{}},
            entry{"random", coppice::score::random{.seed = chosen.seed}}, entry{"lamp", lamp{}}});
}

void set_select(method& made, const options& chosen) {
    using namespace coppice::select;
    if (chosen.granularity == n_m) {
        made.select = coppice::select::n_m{.kept = chosen.kept, .of = chosen.of};
        return;
    }
    using entry = std::pair<std::string_view, decltype(made.select)>;
    set(made.select, chosen.scope,
        std::array{
            entry{"local", local{.multiple = chosen.round_to}},
            entry{
                "global", global{
                              .most_per_layer = chosen.layer_cap.value_or(1.0),
                              .fewest_left = chosen.fewest_left.value_or(1),
                              .multiple = chosen.round_to}}});
}

/// Options that would be ignored are refused.
void check_together(const options& chosen) {
    if (chosen.granularity == n_m) {
        for (const auto& [option, given] :
             {std::pair{"--sparsity", chosen.sparsity.has_value()},
              std::pair{"--scope", chosen.scope != "local"},
              std::pair{"--round-to", chosen.round_to != 1},
              std::pair{"--layer-cap", chosen.layer_cap.has_value()},
              std::pair{"--fewest-left", chosen.fewest_left.has_value()}}) {
            if (given) {
                throw coppice::error(
                    "prune", option, "given",
                    "left out with --granularity n_m: --kept and --of say how much goes");
            }
        }
    } else if (!chosen.sparsity) {
        throw coppice::error("prune", "sparsity", "missing", "in [0, 1)");
    }
    if (chosen.scope != "global" && (chosen.layer_cap || chosen.fewest_left)) {
        throw coppice::error(
            "prune", "scope", chosen.scope, "global for --layer-cap and --fewest-left");
    }
}

} // namespace

method make_method(const options& chosen) {
    method made;
    set_granularity(made, chosen);
    set_score(made, chosen);
    set_select(made, chosen);
    check_together(chosen);
    made.share = chosen.sparsity.value_or(0.0);
    coppice::require(
        made.share >= 0 && made.share < 1, "prune", "sparsity", made.share, "in [0, 1)");
    std::visit(
        [&]<class Granularity, class Score, class Select>(
            const Granularity& granularity, const Score& score, const Select& select) {
            coppice::validate(granularity, score, select);
            if (!go_together<Granularity, Score, Select>) {
                throw coppice::error(
                    "prune", "granularity", chosen.granularity,
                    "filter or channel for --score geometric_median, which compares every group "
                    "with every other");
            }
        },
        made.granularity, made.score, made.select);
    return made;
}

std::string unmet(const method& how, const coppice::shape& extents) {
    return std::visit(
        [&](const auto& granularity, const auto& select) {
            std::string missing = granularity.unmet(extents);
            if constexpr (requires { select.unmet(extents); }) {
                if (missing.empty()) {
                    missing = select.unmet(extents);
                }
            }
            return missing;
        },
        how.granularity, how.select);
}

} // namespace prune
