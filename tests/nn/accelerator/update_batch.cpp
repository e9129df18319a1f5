#include "nn/accelerator/update_batch.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <span>
#include <vector>

#include "nn/accelerator/on_cpu.hpp"
#include "nn/optimiser/update.hpp"

namespace {

using namespace nn;

TEST_CASE("many small parameters take their steps in few requests, each element once") {
    constexpr std::size_t parameters = 95;
    test::on_cpu on;
    std::vector<std::vector<float>> values;
    std::vector<std::vector<float>> gradients;
    std::vector<std::vector<float>> velocities;
    std::vector<sgd_update> all;
    for (std::size_t number = 0; number < parameters; ++number) {
        const std::size_t size = number % 7 + 1;
        values.emplace_back(size, 1.0F);
        gradients.emplace_back(size, static_cast<float>(number));
        velocities.emplace_back(size, 2.0F);
        all.push_back(
            {.size = size,
             .value = values.back().data(),
             .gradient = gradients.back().data(),
             .velocity = velocities.back().data(),
             .rate = 0.5F,
             .momentum = 1.0F});
    }
    update_all(on, std::span<const sgd_update>(all));
    CHECK(on.requests() == 3);
    for (std::size_t number = 0; number < parameters; ++number) {
        for (std::size_t place = 0; place < values[number].size(); ++place) {
            CHECK(velocities[number][place] == 2.0F + static_cast<float>(number));
            CHECK(values[number][place] == -0.5F * static_cast<float>(number));
        }
    }
}

TEST_CASE("without parameters nothing is asked for") {
    test::on_cpu on;
    update_all(on, std::span<const nadam_update>());
    CHECK(on.requests() == 0);
}

} // namespace
