#include "trainer/options.hpp"

#include <initializer_list>
#include <vector>

#include <doctest/doctest.h>

namespace {

trainer::options read(std::initializer_list<const char*> arguments) {
    std::vector<const char*> all = {"coppice-trainer"};
    all.insert(all.end(), arguments);
    const trainer::command_line line =
        trainer::read_command_line(static_cast<int>(all.size()), all.data());
    CHECK(line.run);
    return line.chosen;
}

} // namespace

TEST_CASE("rounds go back to the last epoch but one, unless another is chosen") {
    CHECK(read({}).recipe.rewind == 4); // of 5
    CHECK(read({"--epochs", "12"}).recipe.rewind == 11);
    CHECK(read({"--epochs", "12", "--rewind", "9"}).recipe.rewind == 9);
    CHECK(read({"--epochs", "1", "--recipe", "ilp"}).recipe.rewind == 0);
}

TEST_CASE("lists are separated by commas") {
    const trainer::options chosen = read({"--seeds", "3,1", "--recipe", "ilp,agp"});
    CHECK(chosen.seeds == std::vector<std::uint64_t>{3, 1});
    CHECK(chosen.recipes == std::vector<std::string>{"ilp", "agp"});
    CHECK(read({}).recipes.size() == 2);
}

TEST_CASE("flags of recipes are flags") {
    const trainer::options chosen = read({"--tune", "--tuning-trials", "3", "--shrink"});
    CHECK(chosen.tune);
    CHECK(chosen.shrink);
    CHECK_FALSE(chosen.hold_statistics);
    CHECK(chosen.tuning_trials == 3);
}
