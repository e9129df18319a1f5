#include "trainer/teacher.hpp"

#include "nn/models/model.hpp"

#include <doctest/doctest.h>

TEST_CASE("a teacher says of a remembered image what it would say anew") {
    const nn::model model = nn::make_model("lenet_300_100", {1, 4, 4}, 3, 1);
    nn::tensor images({2, 1, 4, 4});
    for (std::size_t i = 0; i < images.size(); ++i) {
        images[i] = static_cast<float>(i % 7);
    }
    trainer::teacher remembers(model.net, 5, 3);
    trainer::teacher forgets(model.net, 0, 3);
    const std::vector<std::size_t> indices = {4, 1};
    const nn::tensor first = remembers.logits(images, indices);
    CHECK(forgets.logits(images, indices) == first);
    CHECK(remembers.logits(images, indices) == first);

    const std::vector<std::size_t> reversed = {1, 4};
    const nn::tensor swapped = remembers.logits(nn::tensor({2, 1, 4, 4}), reversed);
    CHECK(swapped.shape() == first.shape());
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK(swapped[k] == first[3 + k]);
        CHECK(swapped[3 + k] == first[k]);
    }
}

TEST_CASE("a teacher speaks in evaluation mode, and its statistics stay") {
    nn::model model = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
    trainer::teacher teaches(model.net, 0, 4);
    nn::tensor images({2, 1, 12, 12});
    for (std::size_t i = 0; i < images.size(); ++i) {
        images[i] = static_cast<float>(i % 7);
    }
    const std::vector<std::size_t> indices = {0, 1};
    const nn::tensor said = teaches.logits(images, indices);
    CHECK(model.net.forward(images, nn::mode::evaluation) == said);
    CHECK(teaches.logits(images, indices) == said);
}
