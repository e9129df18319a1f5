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
