#include "trainer/recipes.hpp"

#include <doctest/doctest.h>

#include <type_traits>

TEST_CASE("a recipe is found by its name and gets the numbers of the command line") {
    bool found = false;
    trainer::with_recipe("ice-pick", {.ratio = 0.4, .threshold = 2.5}, [&](const auto& recipe) {
        if constexpr (std::is_same_v<
                          std::remove_cvref_t<decltype(recipe.step)>, coppice::step::block>) {
            found = recipe.step.ratio == 0.4;
        }
    });
    CHECK(found);
    found = false;
    trainer::with_recipe(
        "iap", {.epochs = 24, .rewind = 22, .dense = 0.3}, [&](const auto& recipe) {
            using made = std::remove_cvref_t<decltype(recipe)>;
            if constexpr (trainer::in_steps<made> && trainer::rewinds<made>) {
                const coppice::rewind::stretch part = recipe.rewind.retraining(1);
                found = part == coppice::rewind::stretch{22, 24};
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
        use("ice-pack", 0.5),
        "recipe: found \"ice-pack\", expected one of ice-pick, "
        "naive-iterative, ilp, iap, aiap, one-cycle, agp, iterative, one-shot");
    CHECK_THROWS_WITH(
        trainer::with_recipe("ilp", {.epochs = 3, .rewind = 3}, [](const auto&) {}),
        "rewind::weights: to is 3; it must be in [0, of), of being 3");
    CHECK_THROWS_WITH(use("ice-pick", 1.2), "step::block: ratio is 1.2; it must be in [0, 1)");
}
