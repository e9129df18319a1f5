#include "trainer/snapshots.hpp"

#include "core/refusal.hpp"
#include "temporary_directory.hpp"
#include "trainer/options.hpp"

#include <fstream>
#include <string>

#include <nlohmann/json.hpp>

#include <doctest/doctest.h>

namespace {

trainer::run_state state_of(const trainer::options& chosen) {
    return {.settings = trainer::settings(chosen).dump(), .data = 7};
}

} // namespace

TEST_CASE("snapshots are kept no more often than asked") {
    const temporary_directory directory;
    trainer::snapshots often(directory / "often", 0);
    trainer::snapshots seldom(directory / "seldom", 1e6);
    CHECK(often.due());
    CHECK(seldom.due());
    CHECK_FALSE(often.load());
    often.keep({.seed = 3});
    seldom.keep({.seed = 4});
    CHECK(often.due());
    CHECK_FALSE(seldom.due());
    CHECK(often.load()->seed == 3);
    CHECK(seldom.load()->seed == 4);
}

TEST_CASE("a damaged snapshot is refused by name") {
    const temporary_directory directory;
    trainer::snapshots kept(directory / "snapshot", 0);
    kept.keep({.seed = 3});
    std::string bytes = content_of(kept.file());
    bytes[60] = static_cast<char>(bytes[60] ^ 1);
    std::ofstream(kept.file(), std::ios::binary) << bytes;
    const std::string sentence = refusal([&] { static_cast<void>(kept.load()); });
    CHECK(sentence.find(kept.file().string() + ": checksum is ") == 0);
}

TEST_CASE("another option or other data is refused by name") {
    trainer::options chosen;
    const trainer::run_state now = state_of(chosen);
    trainer::check_same_run("file", now, now);
    chosen.recipe.ratio = 0.5;
    chosen.threads = 7; // does not count
    chosen.output = "elsewhere";
    const trainer::run_state then = state_of(chosen);
    CHECK(refusal([&] {
              trainer::check_same_run("file", then, now);
          }) == "file: --ratio is 0.6; it must be 0.5, as this run began");
    const auto refused_option = [&](auto change) {
        trainer::options later;
        change(later);
        const trainer::run_state changed = state_of(later);
        const std::string said = refusal([&] { trainer::check_same_run("file", now, changed); });
        return said.substr(0, said.find(" is "));
    };
    CHECK(refused_option([](trainer::options& o) {
              o.validation_images = 101;
          }) == "file: --validation-images");
    CHECK(refused_option([](trainer::options& o) { o.recipes = {"ilp"}; }) == "file: --recipe");
    CHECK(
        refused_option([](trainer::options& o) { o.recipe.naive = 0.5; }) == "file: --naive-rate");
    trainer::run_state other = now;
    other.data = 8;
    CHECK(refusal([&] {
              trainer::check_same_run("file", other, now);
          }) == "file: checksum of the data is 7; it must be 8, as this run began");
}
