// All tests of this program compute on a GPU. Where there is none they are skipped.

#include <cstdio>
#include <exception>
#include <memory>

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "nn/cuda/gpu.hpp"

int main(int count, char** arguments) {
    constexpr int skipped = 77; // as CMakeLists.txt says
    if (!nn::has_gpu()) {
        std::puts("skipped: no GPU");
        return skipped;
    }
    try {
        const std::unique_ptr<nn::gpu> tested = nn::make_gpu();
        const nn::on_device scope(*tested);
        return doctest::Context(count, arguments).run();
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "test_nn_cuda: %s\n", problem.what());
        return 1;
    }
}
