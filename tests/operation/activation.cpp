#include "coppice/operation/activation.hpp"

#include <doctest/doctest.h>

TEST_CASE("an activation fixes its channels only if it does not keep zero") {
    coppice::model::description<float> model;
    const auto made = coppice::model::value{model.input(4)};
    const auto relu = model.add("relu", coppice::operation::activation{}, {made});
    CHECK(relu.channels == made.channels);
    CHECK(model.couplings().fixed(relu.channels) == "it is the network's input");
    static_cast<void>(
        model.add("sigmoid", coppice::operation::activation{.keeps_zero = false}, {made}));
    CHECK(model.couplings().fixed(made.channels) == "the activation sigmoid does not map 0 to 0");
}
