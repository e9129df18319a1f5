#include "nn/cuda/gpu.hpp"

#include <coppice/core/error.hpp>

#include <memory>
#include <string>

#include <doctest/doctest.h>

#include "nn/device/contract.hpp"
#include "nn/device/cpu.hpp"
#include "nn/gradient_check.hpp"
#include "nn/models/model.hpp"
#include "nn/optimiser/sgd.hpp"

namespace {

using namespace nn;

TEST_CASE("a GPU keeps the contract of devices, with graphs and without") {
    for (const bool graphs : {false, true}) {
        CAPTURE(graphs);
        const std::unique_ptr<gpu> tested = make_gpu({.graphs = graphs});
        test::expect_device_contract(*tested);
        CHECK((tested->replayed() > 0) == graphs);
    }
}

TEST_CASE("a GPU whose convolutions are chosen by their times keeps the contract, too") {
    const std::unique_ptr<gpu> tested = make_gpu({.measured = true});
    test::expect_device_contract(*tested);
    CHECK(tested->replayed() > 0);
}

/// The weights that some steps leave, in memory of the CPU.
network_state trained(const gpu_options& options) {
    cpu host;
    const on_device back(host);
    network_state left;
    {
        const std::unique_ptr<gpu> tested = make_gpu(options);
        const on_device scope(*tested);
        model made = make_model("resnet20", {3, 32, 32}, 10, 1);
        const tensor batch = test::random_tensor({64, 3, 32, 32}, 1);
        sgd descent({.momentum = 0.9});
        for (int step = 0; step < 20; ++step) {
            const tensor& logits = made.net.forward(batch, mode::training);
            made.net.backward(test::random_tensor(logits.shape(), 2, 1e-2F));
            descent.step(made.net, 0.1);
        }
        tested->wait();
        const on_device copied_to(host);
        left = made.net.state();
    }
    return left;
}

TEST_CASE("a training comes out the same in every run, with graphs and without, to the last bit") {
    const network_state first = trained({});
    CHECK(trained({}) == first);
    CHECK(trained({.graphs = false}) == first);
}

// The last value alone has 2 billion numbers, 8 GB; all of its kind, some hundreds of GB.
TEST_CASE("where the GPU has no more memory, a sentence says so and the weights stay") {
    network net({64, 128, 128}, 1);
    node_id x = net.input();
    for (int layer = 0; layer < 40; ++layer) {
        x = net.convolution("wide" + std::to_string(layer), x, {.out = 64});
    }
    const network_state before = net.state();
    cpu host; // so that the images do not take the GPU's memory, too
    const tensor batch = [&] {
        const on_device scope(host);
        return tensor({2000, 64, 128, 128});
    }();
    CHECK_THROWS_WITH_AS(
        net.forward(batch, mode::training),
        doctest::Contains("8388608000 bytes: cudaMallocAsync is cudaErrorMemoryAllocation"),
        coppice::error);
    CHECK(net.state() == before);
    CHECK_NOTHROW(net.forward(tensor({1, 64, 128, 128}), mode::evaluation));
}

} // namespace
