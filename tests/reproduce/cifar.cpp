#include "reproduce/cifar.hpp"

#include "reproduce/schedules.hpp"
#include "trainer/sample.hpp"

#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace {

data::data_set spots() {
    data::data_set set;
    set.training = sample::spots(240, 12, 3);
    set.test = sample::spots(60, 12, 3, 4, 2);
    return set;
}

reproduce::cifar_setting quick() {
    reproduce::cifar_setting how = reproduce::residual_setting(reproduce::scale::small);
    how.images = 128;
    how.checked_images = 40;
    how.batch_size = 16;
    how.augment = {};
    return how;
}

} // namespace

TEST_CASE("a network is pruned to the same sparsity by every schedule, and learns") {
    const reproduce::cifar network(spots(), quick(), 3);
    const reproduce::pruned_run dense = network.train(4);
    CHECK(dense.schedule == "dense");
    CHECK(dense.test.total == 60);
    CHECK(dense.test.percent() > 80);
    std::vector<std::string> names;
    double sparsity = 0;
    reproduce::each_recipe(0.5, quick().rate, [&](const char* schedule, const auto& recipe) {
        names.emplace_back(schedule);
        const reproduce::pruned_run run = network.prune(schedule, recipe, 3);
        CHECK(run.target == 0.5);
        CHECK(run.epochs == 3);
        CHECK(run.seed == 3);
        CHECK(run.sparsity == doctest::Approx(0.5).epsilon(1e-3));
        CHECK(run.sparsity <= 0.5);
        CHECK((sparsity == 0 || run.sparsity == sparsity));
        sparsity = run.sparsity;
        CHECK(run.test.total == 60);
        if (run.schedule == "One-Cycle") {
            CHECK(run.test.percent() > 60);
            CHECK(network.prune(schedule, recipe, 3).test == run.test); // the same again
        }
    });
    CHECK(names == std::vector<std::string>{"one-shot", "iterative", "AGP", "One-Cycle"});
}

TEST_CASE("a ticket is found, trained twice, and the line between walked both ways") {
    const reproduce::cifar network(spots(), quick(), 3);
    reproduce::each_ticket_recipe(
        0.5, 2, quick().rate, [&](const char* schedule, const auto& recipe) {
            if (std::string(schedule) != "One-Cycle") {
                return;
            }
            CHECK(recipe.rewind.to == 0);
            CHECK(recipe.rewind.of == 2);
            const reproduce::ticket_run run = network.find_ticket(schedule, recipe, 2, 4);
            CHECK(run.sparsity == doctest::Approx(0.5).epsilon(1e-3));
            CHECK(run.test.total == 120);
            REQUIRE(run.recomputed.size() == 5);
            REQUIRE(run.interpolated.size() == 5);
            CHECK(run.recomputed[0].answers.total == 40);
            CHECK(run.interpolated[2].share == 0.5);
            // Without new statistics the ends are the copies as trained, all of whose test images
            // were counted above.
            CHECK(run.interpolated[0].answers.correct <= run.test.correct);
        });
}

TEST_CASE("one-shot in a round prunes at its end, and while training at 40%") {
    reproduce::each_ticket_recipe(0.95, 5, quick().rate, [&](const char*, const auto& recipe) {
        if constexpr (requires { recipe.schedule.at; }) {
            CHECK(recipe.schedule.at == 1);
        }
    });
    reproduce::each_recipe(0.95, quick().rate, [&](const char*, const auto& recipe) {
        if constexpr (requires { recipe.schedule.at; }) {
            CHECK(recipe.schedule.at == 0.4);
        }
    });
}

TEST_CASE("the paper's setting") {
    const auto settings = reproduce::cifar_settings(reproduce::scale::paper);
    REQUIRE(settings.size() == 2);
    CHECK(settings[0].model == "resnet18");
    CHECK(settings[1].model == "vgg16");
    for (const reproduce::cifar_setting& how : settings) {
        CHECK(how.images == 0);
        CHECK(how.checked_images == 0);
        CHECK(how.augment.flip);
        CHECK(how.augment.padding > 0);
        CHECK(how.augment.rotation > 0);
        CHECK(how.augment.warp > 0);
    }
    CHECK(
        reproduce::describe(settings[0]) ==
        "ResNet-18 on all training images of CIFAR-10, mirrored, cropped by 4 pixels, turned by 10 "
        "degrees, warped by 0.2: SGD with momentum 0.9 and weight decay 1e-4, batches of 128, a "
        "rate up to 0.1 that rises over 25 % of the training and falls over the rest");
}
