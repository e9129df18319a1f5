#include "trainer/recipes.hpp"

#include <doctest/doctest.h>

#include <type_traits>

TEST_CASE("a recipe is found by its name and gets the numbers of the command line") {
    bool found = false;
    trainer::with_recipe("ice-pick", {.ratio = 0.4, .threshold = 2.5}, [&](const auto& recipe) {
        if constexpr (trainer::in_steps<std::remove_cvref_t<decltype(recipe)>>) {
            found = recipe.step.ratio == 0.4;
        }
    });
    CHECK(found);
    trainer::with_recipe("agp", {.ratio = 0.9}, [&](const auto& recipe) {
        CHECK_FALSE(trainer::in_steps<std::remove_cvref_t<decltype(recipe)>>);
        CHECK(recipe.schedule.sparsity(1) >= 0);
    });
}

TEST_CASE("an unknown recipe is refused with the known ones, a bad number in coppice's words") {
    const auto use = [](const char* name, double ratio) {
        trainer::with_recipe(name, {.ratio = ratio}, [](const auto&) {});
    };
    CHECK_THROWS_WITH(
        use("ice-pack", 0.5), "recipe: found \"ice-pack\", expected one of ice-pick, "
                              "naive-iterative, one-cycle, agp, iterative, one-shot");
    CHECK_THROWS_WITH(use("ice-pick", 1.2), "step::block: ratio is 1.2; it must be in [0, 1)");
}
