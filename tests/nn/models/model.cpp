#include "nn/models/model.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "nn/models/resnet.hpp"

namespace {

using namespace nn;

TEST_CASE("every model of the table can be built, for odd images too") {
    for (const std::string_view name : model_names()) {
        CAPTURE(std::string(name));
        const model made = make_model(name, {1, 13, 15}, 7, 1);
        CHECK(made.net.nodes().back().output == image_shape{7, 1, 1});
    }
}

TEST_CASE("a model's weights depend on its seed alone") {
    const image_shape input{3, 8, 8};
    CHECK(make_model("resnet8", input, 10, 5).net.state() == resnet(8, input, 10, 5).net.state());
    CHECK(make_model("resnet8", input, 10, 5).net.state() != resnet(8, input, 10, 6).net.state());
}

TEST_CASE("an unknown model is refused with the names of the known ones") {
    CHECK_THROWS_WITH_AS(
        static_cast<void>(make_model("resnet21", {3, 32, 32}, 10, 1)),
        "model: found \"resnet21\", expected one of lenet_300_100, conv_2, resnet8, resnet20, "
        "resnet32, resnet44, resnet56, resnet110, resnet152, resnet18, resnet50, vgg16, "
        "mobilenet_v2",
        std::invalid_argument);
}

} // namespace
