#include "coppice/compact/plan_text.hpp"

#include "archetype/resnet.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/granularity/filter.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

struct planned {
    archetype::resnet net{1};
    coppice::drive::pruner<
        decltype(coppice::compose(
            coppice::granularity::filter{}, coppice::select::local{.multiple = 4})),
        float, coppice::backend::reference>
        pruning{
            coppice::compose(coppice::granularity::filter{}, coppice::select::local{.multiple = 4}),
            net.model, coppice::backend::reference{}};

    coppice::compact::plan make(coppice::index pruned) {
        pruning.prune([pruned](coppice::index, coppice::index) { return pruned; });
        return coppice::compact::make_plan(net.model, pruning);
    }
};

/// The text with the first `from` in it replaced.
std::string with(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("a plan says what gets smaller, what stays and why, rounding included") {
    planned one;
    const auto plan = one.make(5);
    const std::string said = coppice::compact::summary(plan);
    const auto says = [&](const std::string& line) {
        CAPTURE(line);
        CHECK(said.find(line + '\n') != std::string::npos);
    };
    says("stage1.block1.conv1.weight: 16 x 16 x 3 x 3 -> 12 x 16 x 3 x 3");
    says("stage1.block1.conv2.weight: 16 x 16 x 3 x 3 -> 16 x 12 x 3 x 3");
    says("stage1.block1.conv1: loses 4 of 16, not 5: the groups left are rounded to a multiple");
    says("fc: left alone: it is the network's output");
    says("stem: left alone: its output is coupled with that of stage1.block1.conv2");
    CHECK(said.find("stem.weight") == std::string::npos);
}

TEST_CASE("a plan saved and loaded is the same, and saved again the same text") {
    planned one;
    for (const coppice::index pruned : {0, 6, 12}) {
        const auto plan = one.make(pruned);
        const std::string saved = coppice::compact::save_plan(plan);
        const auto loaded = coppice::compact::load_plan(saved, one.net.model);
        CHECK(loaded == plan);
        CHECK(coppice::compact::save_plan(loaded) == saved);
    }
}

TEST_CASE("a damaged plan is refused by its line, and never read past its end") {
    planned one;
    const auto plan = one.make(6);
    const std::string saved = coppice::compact::save_plan(plan);
    const auto load = [&](const std::string& text) {
        return coppice::compact::load_plan(text, one.net.model);
    };
    for (std::size_t length = 0; length < saved.size(); ++length) {
        CHECK_THROWS_AS(static_cast<void>(load(saved.substr(0, length))), coppice::error);
    }
    const auto refused = [&](const std::string& from, const std::string& to) {
        CAPTURE(to);
        CHECK_THROWS_AS(static_cast<void>(load(with(saved, from, to))), coppice::error);
    };
    refused("coppice-plan 1", "coppice-plan 2");
    refused("dimension 16\n", "dimension 1600000000000\n");
    refused("parameter stem.weight", "parameter other.weight");
    refused("shape 16 x 3 x 3 x 3", "shape 16 x 3 x 3 x 4");
    refused("notes ", "notes 9999999999999");
    for (const coppice::index count :
         {plan.before().parameters, plan.before().weights, plan.before().macs,
          plan.after().parameters, plan.after().weights, plan.after().macs}) {
        refused(' ' + coppice::text(count), ' ' + coppice::text(count + 1));
    }
    refused("end\n", "end\nmore\n");
    const std::size_t list = saved.find("kept ") + 5;
    const std::string kept = saved.substr(list, saved.find('\n', list) - list);
    for (const char* wrong :
         {"3 2", "0-99", "-1", "5-3", "0 0", "99999999999999999999", "x", "4,5"}) {
        refused("kept " + kept, std::string("kept ") + wrong);
    }
    CHECK_THROWS_WITH_AS(
        static_cast<void>(load("coppice-plan 1\nbefore 1 2\n")),
        "plan, line 2: what is written is \"\"; it must be a number in [0, 9223372036854775807]",
        coppice::error);
}

TEST_CASE("a plan of one model is refused for another, before anything moves") {
    planned one;
    const auto plan = one.make(6);
    const archetype::resnet other(2);
    CHECK_THROWS_AS(plan.check(other.model), coppice::error);
    auto changes = plan.changes();
    auto dimensions = plan.dimensions();
    const auto refused = [&](const std::string& sentence) {
        const coppice::compact::plan damaged(changes, plan.before(), plan.after(), dimensions);
        CHECK_THROWS_WITH_AS(damaged.check(one.net.model), sentence.c_str(), coppice::error);
        changes = plan.changes();
        dimensions = plan.dimensions();
    };
    changes[5].kept[0].pop_back();
    refused(
        changes[5].parameter + ": what stays on its axes is not what stays of the dimensions that "
                               "they are connected to; it must be the same");
    std::size_t cut = 0;
    while (dimensions[cut].kept.empty()) {
        ++cut;
    }
    dimensions[cut].kept.back() = dimensions[cut].extent;
    const std::string extent = std::to_string(dimensions[cut].extent);
    const std::string lowest = std::to_string(*(dimensions[cut].kept.end() - 2) + 1);
    refused(
        "plan, dimension " + std::to_string(cut) + ": position that stays is " + extent +
        "; it must be in [" + lowest + ", " + extent + ")");
}
