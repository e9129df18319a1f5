#include "prune/choice.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

#include "message.hpp"

namespace {

using prune::options;
using safetensors::dtype;
using safetensors::tensor_info;

std::vector<std::string> reasons(const std::vector<tensor_info>& tensors, const options& chosen) {
    return prune::left_alone(tensors, chosen, prune::make_method(chosen));
}

options at_half() {
    options chosen;
    chosen.input = "f";
    chosen.sparsity = 0.5;
    return chosen;
}

const std::vector<tensor_info> checkpoint_tensors = {
    {"conv.weight", dtype::f32, {8, 4, 3, 3}, 0, 0},
    {"conv.bias", dtype::f32, {8}, 0, 0},
    {"norm.weight", dtype::f32, {8}, 0, 0},
    {"fc.weight", dtype::bf16, {8, 6}, 0, 0},
    {"table.weight", dtype::i8, {8, 6}, 0, 0},
    {"none.weight", dtype::f16, {0, 6}, 0, 0},
    {"deep.weight", dtype::f64, {1, 1, 1, 1, 1, 1, 1, 1, 2}, 0, 0}};

} // namespace

TEST_CASE("choice: weights of floating point and two axes, and why not the others") {
    CHECK(
        reasons(checkpoint_tensors, at_half()) ==
        std::vector<std::string>{
            "", "its name does not end in \"weight\"", "it has fewer than 2 axes", "",
            "its elements are not F64, F32, F16 or BF16", "it has no elements",
            "it has more than 8 axes"});
}

TEST_CASE("choice: patterns") {
    options chosen = at_half();
    chosen.include = {"conv.*", "fc.weight", "table*"};
    chosen.exclude = {"f?.weight"};
    const auto found = reasons(checkpoint_tensors, chosen);
    CHECK(found[0].empty());
    CHECK(found[1].empty()); // whoever asks for a bias gets it
    CHECK(found[2] == "no --include fits its name");
    CHECK(found[3] == "--exclude 'f?.weight' fits its name");
    CHECK(found[4] == "its elements are not F64, F32, F16 or BF16");
}

TEST_CASE("choice: what a granularity cannot cut is left alone") {
    options chosen = at_half();
    chosen.granularity = "kernel";
    CHECK(reasons(checkpoint_tensors, chosen)[3] == "it is not of at least 3 axes");
    chosen.granularity = "block";
    chosen.rows = 3;
    chosen.include = {"fc*", "conv.weight"};
    CHECK_THROWS_AS(reasons(checkpoint_tensors, chosen), std::runtime_error);
    chosen.rows = 8;
    chosen.columns = 6;
    CHECK(
        reasons(checkpoint_tensors, chosen)[0] ==
        "it is not of outputs and inputs that are multiples of 8 x 6");
    chosen = at_half();
    chosen.sparsity.reset();
    chosen.granularity = "n_m";
    CHECK(reasons(checkpoint_tensors, chosen)[0].empty());
    CHECK(reasons(checkpoint_tensors, chosen)[3] == "it is not a multiple of 4 along the axis 1");
}

TEST_CASE("choice: nothing to prune is an error that says why") {
    const options chosen = at_half();
    CHECK(
        message_of<std::runtime_error>([&] {
            reasons({checkpoint_tensors[1], checkpoint_tensors[2]}, chosen);
        }) == "f: found no tensor to prune (\"norm.weight\": it has fewer than 2 axes), expected "
              "at least "
              "one; see --include");
    CHECK(
        message_of<std::runtime_error>([&] { reasons({checkpoint_tensors[1]}, chosen); }) ==
        "f: found no tensor to prune (\"conv.bias\": its name does not end in \"weight\"), "
        "expected at least one; see --include");
    CHECK(message_of<std::runtime_error>([&] {
              reasons({}, chosen);
          }) == "f: found no tensor to prune, expected at least one; see --include");
}

TEST_CASE("choice: a pattern that fits nothing is a mistake") {
    options chosen = at_half();
    chosen.include = {"conv.*", "conv3.*"};
    CHECK(message_of<std::runtime_error>([&] {
              reasons(checkpoint_tensors, chosen);
          }) == "f: found no tensor that --include 'conv3.*' fits, expected at least one");
    chosen.include.clear();
    chosen.exclude = {"norm"};
    CHECK(message_of<std::runtime_error>([&] {
              reasons(checkpoint_tensors, chosen);
          }) == "f: found no tensor that --exclude 'norm' fits, expected at least one");
}
