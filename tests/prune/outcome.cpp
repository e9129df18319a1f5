#include "prune/outcome.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "temporary_directory.hpp"

namespace {

using safetensors::dtype;

prune::outcome sample() {
    prune::outcome done;
    done.chosen.input = "in";
    done.chosen.sparsity = 0.5;
    done.file_bytes = 1000;
    done.tensors.push_back({{"a.weight", dtype::f32, {10, 10}, 0, 400}, "", 100, 50, 50, "", 60});
    done.tensors.push_back(
        {{"b.weight", dtype::bf16, {3, 3}, 400, 418}, "", 3, 1, 2, "the reason", 3});
    done.tensors.push_back({{"b.bias", dtype::f32, {3}, 418, 430}, "it is a bias", 0, 0, 0, "", 0});
    return done;
}

} // namespace

TEST_CASE("outcome: sums over the pruned tensors") {
    const prune::totals all = prune::sum(sample());
    CHECK(all.tensors == 2);
    CHECK(all.groups == 103);
    CHECK(all.pruned == 51);
    CHECK(all.asked == 52);
    CHECK(all.weights == 109);
    CHECK(all.zeros == 63);
    CHECK(all.bytes == 418);
    CHECK(all.bytes_left == 40 * 4 + 6 * 2);
    CHECK(all.bytes_bitmap == 40 * 4 + 6 * 2 + 13 + 2);
}

TEST_CASE("outcome: a table with every tensor, and what came between") {
    CHECK(
        prune::text(sample()) ==
        "pruned tensor  type  shape    groups pruned   zeros  bytes  not zero  what came between\n"
        "-------------  ----  -------  -------------  ------  -----  --------  "
        "-----------------------\n"
        "a.weight       F32   10 x 10      50 of 100  60.0 %    400       160\n"
        "b.weight       BF16  3 x 3           1 of 3  33.3 %     18        12  "
        "the reason (2 were due)\n"
        "\n"
        "copied tensor  type  shape  bytes  why it was left alone\n"
        "-------------  ----  -----  -----  ---------------------\n"
        "b.bias         F32   3         12  it is a bias\n"
        "\n"
        "Of the 103 groups 51 are pruned, fewer than the 52 that --sparsity asks for.\n"
        "63 of the 109 weights of 2 tensors are zero, 57.8 %.\n"
        "They take 418 bytes as before, for zeros are written out.\n"
        "Those that are not zero take 172 bytes, and 187 with a bit a weight to say where they "
        "are.\n");
}

TEST_CASE("outcome: of tensors pruned together none is asked, all of them are") {
    prune::outcome done = sample();
    done.chosen.scope = "global";
    done.chosen.sparsity = 0.9;
    done.tensors[0].limit = "the cap";
    CHECK(prune::sum(done).asked == 92);
    const std::string said = prune::text(done);
    CHECK(said.find("the cap\n") != std::string::npos); // as many as were due are pruned
    CHECK(said.find("51 are pruned, fewer than the 92 that") != std::string::npos);
    done.chosen.sparsity = 0.495;
    CHECK(prune::text(done).find("groups 51") == std::string::npos);
}

TEST_CASE("outcome: the same as JSON") {
    const temporary_directory directory;
    prune::write_json(sample(), directory / "report");
    const auto json = nlohmann::json::parse(content_of(directory / "report"));
    CHECK(json["input"] == "in");
    CHECK(json["method"]["sparsity"] == 0.5);
    CHECK(json["total"]["zeros"] == 63);
    CHECK(json["total"]["groups_pruned"] == 51);
    CHECK(json["total"]["groups_due"] == 52);
    CHECK(json["tensors"].size() == 3);
    CHECK(json["tensors"][1]["groups_pruned"] == 1);
    CHECK(json["tensors"][1]["groups_due"] == 2);
    CHECK(json["tensors"][1]["limit"] == "the reason");
    CHECK(json["tensors"][1]["shape"] == std::vector{3, 3});
    CHECK(json["tensors"][2]["left_alone"] == "it is a bias");
    CHECK_FALSE(json["tensors"][2].contains("groups"));
}
