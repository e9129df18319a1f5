// The masks are those of the toolbox, and nothing else in a file changes.

#include "prune/run.hpp"

#include <coppice/backend/reference.hpp>
#include <coppice/toolbox/prune.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "checkpoint.hpp"
#include "message.hpp"
#include "temporary_directory.hpp"

namespace {

using coppice::view;
namespace granularity = coppice::granularity;
namespace score = coppice::score;
namespace select = coppice::select;

/// Two tensors of one type, in a file and out of it.
template <class T>
struct two_tensors {
    temporary_directory directory;
    std::vector<T> first = checkpoint::weights<T>(16 * 8 * 3 * 3, 5);
    std::vector<T> second = checkpoint::weights<T>(8 * 16, 6);
    prune::options chosen;

    two_tensors() {
        chosen.input = directory / "in";
        chosen.output = directory / "out";
        checkpoint::write(
            chosen.input, {checkpoint::tensor_of("a.weight", {16, 8, 3, 3}, first),
                           checkpoint::tensor_of("b.weight", {8, 16}, second)});
    }

    [[nodiscard]] std::vector<view<T>> views() {
        return {{first.data(), {16, 8, 3, 3}}, {second.data(), {8, 16}}};
    }

    /// What the toolbox, with its naive backend, makes of the tensors.
    void
    prune_by_toolbox(const auto& groups, const auto& policy, const auto& selection, auto... share) {
        coppice::backend::reference backend;
        const std::vector<view<T>> tensors = views();
        const auto masks = coppice::prune(backend, tensors, share..., groups, policy, selection);
        for (std::size_t t = 0; t < tensors.size(); ++t) {
            coppice::apply(backend, masks[t], tensors[t], groups);
        }
    }

    void check_same() {
        static_cast<void>(prune::run(chosen));
        CHECK(checkpoint::read<T>(chosen.output, "a.weight") == first);
        CHECK(checkpoint::read<T>(chosen.output, "b.weight") == second);
    }

    /// For a share of 0.6.
    void check(
        const std::string& cut, const std::string& scored, const std::string& scope,
        const auto& groups, const auto& policy, const auto& selection) {
        CAPTURE(cut);
        CAPTURE(scored);
        CAPTURE(scope);
        chosen.granularity = cut;
        chosen.score = scored;
        chosen.scope = scope;
        chosen.sparsity = 0.6;
        prune_by_toolbox(groups, policy, selection, 0.6);
        check_same();
    }
};

} // namespace

TEST_CASE_TEMPLATE(
    "run: the toolbox's masks, for every element type", T, float, double, Eigen::half,
    Eigen::bfloat16) {
    for (const bool together : {false, true}) {
        const auto both = [&](const std::string& cut, const std::string& scored, const auto& groups,
                              const auto& policy) {
            if (together) {
                two_tensors<T>().check(cut, scored, "global", groups, policy, select::global{});
            } else {
                two_tensors<T>().check(cut, scored, "local", groups, policy, select::local{});
            }
        };
        both("weight", "l1", granularity::weight{}, score::l1{});
        both("filter", "l2", granularity::filter{}, score::l2{});
        if constexpr (std::is_same_v<T, float>) { // the rest does not look at the elements' type
            both("weight", "lamp", granularity::weight{}, score::lamp{});
            both("weight", "random", granularity::weight{}, score::random{});
            both("filter", "geometric_median", granularity::filter{}, score::geometric_median{});
            both("channel", "lp", granularity::channel{}, score::lp{});
            both("vector", "l1", granularity::vector{}, score::l1{});
            both("block", "l2", granularity::block{}, score::l2{});
        }
    }
}

TEST_CASE("run: N:M") {
    two_tensors<float> files;
    files.chosen.granularity = "n_m";
    files.chosen.kept = 1;
    files.prune_by_toolbox(granularity::weight{}, score::l1{}, select::n_m{.kept = 1, .of = 4});
    files.check_same();
}

TEST_CASE("run: rounding and caps, and what they are reported as") {
    two_tensors<float> files;
    files.chosen.granularity = "filter";
    files.chosen.scope = "global";
    files.chosen.sparsity = 0.6;
    files.chosen.round_to = 4;
    files.chosen.layer_cap = 0.75;
    files.prune_by_toolbox(
        granularity::filter{}, score::l1{}, select::global{.most_per_layer = 0.75, .multiple = 4},
        0.6);
    const prune::outcome done = prune::run(files.chosen);
    files.check_same();
    for (const prune::tensor_outcome& one : done.tensors) {
        CHECK((one.groups - one.pruned) % 4 == 0);
        CHECK(one.pruned <= 0.75 * static_cast<double>(one.groups));
        CHECK((one.asked == one.pruned || !one.limit.empty()));
    }
}

TEST_CASE("run: a global scope over one tensor asks that one") {
    two_tensors<float> files;
    files.chosen.include = {"a.weight"};
    files.chosen.granularity = "filter";
    files.chosen.scope = "global";
    files.chosen.sparsity = 0.9375; // 15 of 16
    prune::tensor_outcome one = prune::run(files.chosen).tensors[0];
    CHECK(one.pruned == 15);
    CHECK(one.limit.empty()); // the last one stays, as was asked
    files.chosen.layer_cap = 0.5;
    one = prune::run(files.chosen).tensors[0];
    CHECK(one.pruned == 8);
    CHECK(one.asked == 15);
    CHECK(one.limit == "the selection's cap is met");
}

TEST_CASE("run: a global scope over mixed element types compares exact values") {
    // Wider types first, so that the elements are aligned.
    const temporary_directory directory;
    std::vector<double> doubles = checkpoint::weights<double>(40, 7);
    doubles[0] = 1 + 1e-12; // float would not tell it from the one below
    auto halves = checkpoint::weights<Eigen::half>(40, 8);
    halves[0] = Eigen::half(1.0F);
    auto brains = checkpoint::weights<Eigen::bfloat16>(40, 9);
    prune::options chosen;
    chosen.input = directory / "in";
    chosen.output = directory / "out";
    chosen.scope = "global";
    chosen.sparsity = 0.5;
    checkpoint::write(
        chosen.input, {checkpoint::tensor_of("a.weight", {4, 10}, doubles),
                       checkpoint::tensor_of("b.weight", {4, 10}, halves),
                       checkpoint::tensor_of("c.weight", {4, 10}, brains)});
    static_cast<void>(prune::run(chosen));

    std::vector<std::vector<double>> wide(3);
    wide[0] = doubles;
    for (const Eigen::half value : halves) {
        wide[1].push_back(static_cast<double>(static_cast<float>(value)));
    }
    for (const Eigen::bfloat16 value : brains) {
        wide[2].push_back(static_cast<double>(static_cast<float>(value)));
    }
    std::vector<view<double>> views;
    for (auto& values : wide) {
        views.emplace_back(values.data(), coppice::shape{4, 10});
    }
    coppice::backend::reference backend;
    const auto masks =
        coppice::prune(backend, views, 0.5, granularity::weight{}, score::l1{}, select::global{});
    const auto a = checkpoint::read<double>(chosen.output, "a.weight");
    const auto b = checkpoint::read<Eigen::half>(chosen.output, "b.weight");
    const auto c = checkpoint::read<Eigen::bfloat16>(chosen.output, "c.weight");
    for (std::size_t i = 0; i < 40; ++i) {
        const auto g = static_cast<coppice::index>(i);
        CHECK(a[i] == (masks[0][g] ? doubles[i] : 0.0));
        CHECK(b[i] == (masks[1][g] ? halves[i] : Eigen::half(0.0F)));
        CHECK(c[i] == (masks[2][g] ? brains[i] : Eigen::bfloat16(0.0F)));
    }
}

TEST_CASE("run: everything else in the file stays as it is") {
    const temporary_directory directory;
    prune::options chosen;
    chosen.input = directory / "in";
    chosen.output = directory / "out";
    chosen.sparsity = 0.5;
    checkpoint::write(
        chosen.input, checkpoint::network(), safetensors::metadata_map{{"format", "pt"}});
    const prune::outcome done = prune::run(chosen);
    const safetensors::reader before(chosen.input);
    const safetensors::reader after(chosen.output);
    CHECK(after.tensors() == before.tensors());
    CHECK(after.metadata() == before.metadata());
    CHECK(
        checkpoint::read<float>(chosen.output, "conv1.bias") ==
        checkpoint::read<float>(chosen.input, "conv1.bias"));
    REQUIRE(done.tensors.size() == 5);
    CHECK(done.tensors[0].pruned == 216);
    CHECK(done.tensors[0].zeros >= 216);
    CHECK(done.tensors[1].left_alone == "its name does not end in \"weight\"");
    CHECK(done.tensors[4].left_alone == "its elements are not F64, F32, F16 or BF16");

    // Pruning again by the same share changes nothing, even in place.
    const std::string once = content_of(chosen.output);
    chosen.input = chosen.output;
    static_cast<void>(prune::run(chosen));
    CHECK(content_of(chosen.output) == once);
}

TEST_CASE("run: without an output it only says what it would do") {
    two_tensors<float> files;
    files.chosen.sparsity = 0.6;
    const prune::outcome done = prune::run(files.chosen);
    files.chosen.output.clear();
    std::filesystem::remove(files.directory / "out");
    CHECK(prune::text(prune::run(files.chosen)) == prune::text(done));
    CHECK_FALSE(std::filesystem::exists(files.directory / "out"));
}

TEST_CASE("run: a NaN is refused by the name of its tensor, and the output stays as it was") {
    for (const char* scope : {"local", "global"}) {
        two_tensors<float> files;
        files.second[17] = std::numeric_limits<float>::quiet_NaN();
        checkpoint::write(
            files.chosen.input, {checkpoint::tensor_of("a.weight", {16, 8, 3, 3}, files.first),
                                 checkpoint::tensor_of("b.weight", {8, 16}, files.second)});
        std::filesystem::copy_file(files.chosen.input, files.chosen.output);
        const std::string before = content_of(files.chosen.output);
        files.chosen.scope = scope;
        files.chosen.sparsity = 0.5;
        CHECK(
            message_of<coppice::error>([&] { static_cast<void>(prune::run(files.chosen)); }) ==
            files.chosen.input.string() +
                ": tensor \"b.weight\": the score of group 17 is NaN; it must be a number");
        CHECK(content_of(files.chosen.output) == before);
    }
}
