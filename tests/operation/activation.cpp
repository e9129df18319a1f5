#include "coppice/operation/activation.hpp"

#include "archetype/reversal.hpp"

#include <doctest/doctest.h>

TEST_CASE("an activation fixes its channels only if it does not keep zero, once they are read") {
    coppice::model::description<float> model;
    const auto made = coppice::model::value{model.input(4)};
    const auto relu = model.add("relu", coppice::operation::activation{}, {made});
    CHECK(relu.channels == made.channels);
    CHECK(model.couplings().fixed(relu.channels) == "it is the network's input");
    CHECK(relu.leak.empty());
    const auto sigmoid =
        model.add("sigmoid", coppice::operation::activation{.keeps_zero = false}, {made});
    CHECK(sigmoid.leak == "the activation sigmoid does not map 0 to 0");
    const auto rectified = model.add("relu2", coppice::operation::activation{}, {sigmoid});
    CHECK(rectified.leak == sigmoid.leak);
    CHECK(model.couplings().fixed(made.channels) == "it is the network's input");
    static_cast<void>(model.add("reverse", archetype::reversal{}, {rectified}));
    CHECK(model.couplings().fixed(made.channels) == "the activation sigmoid does not map 0 to 0");
}
