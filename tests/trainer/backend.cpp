#include "trainer/backend.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

namespace {

TEST_CASE("the CPU is a backend everywhere") {
    const nn::device* const before = &nn::current_device();
    const trainer::backend cpu("cpu");
    CHECK(&cpu.prunes_by() == &trainer::on_eigen());
    CHECK(&nn::current_device() == before);
}

TEST_CASE("an unknown backend is refused") {
    CHECK_THROWS_WITH_AS(
        trainer::backend("gpu"), "backend: found \"gpu\", expected cpu or cuda",
        std::invalid_argument);
}

TEST_CASE("a GPU is a backend where there is one, and refused in a sentence elsewhere") {
    std::string said;
    const nn::device* const before = &nn::current_device();
    try {
        const trainer::backend cuda("cuda");
        CHECK(&nn::current_device() != before);
        CHECK(&cuda.prunes_by() != &trainer::on_eigen());
    } catch (const std::runtime_error& problem) {
        said = problem.what();
    }
    CHECK(&nn::current_device() == before);
    const bool known = said.empty() || said.find("this build has no CUDA") != std::string::npos ||
                       said.find("there is no GPU here") != std::string::npos;
    CAPTURE(said);
    CHECK(known);
}

} // namespace
