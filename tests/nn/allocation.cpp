#include <doctest/doctest.h>

#include <array>
#include <cstddef>

#include "heap.hpp"
#include "nn/gradient_check.hpp"
#include "nn/loss/cross_entropy.hpp"
#include "nn/models/resnet.hpp"
#include "nn/optimiser/nadam.hpp"
#include "nn/optimiser/sgd.hpp"

namespace {

using namespace nn;

/// Two sizes of batches, as the last one of an epoch makes them.
template <class Optimiser>
class steps {
  public:
    steps() {
        run(batch_);
        run(rest_);
    }

    void run_all() {
        run(batch_);
        run(rest_);
        made_.net.freeze(made_.blocks[0].layers[0], true);
        run(batch_);
    }

  private:
    void run(const tensor& images) {
        const tensor& logits = made_.net.forward(images, mode::training);
        const std::span<const int> known(labels_);
        cross_entropy(logits, known.first(logits.shape()[0]), gradient_);
        made_.net.backward(gradient_);
        tested_.step(made_.net, 0.01);
    }

    model made_ = resnet(8, {1, 9, 8}, 3, 1);
    Optimiser tested_;
    tensor batch_ = test::random_tensor({5, 1, 9, 8}, 1);
    tensor rest_ = test::random_tensor({2, 1, 9, 8}, 1);
    std::array<int, 5> labels_{0, 1, 2, 0, 1};
    tensor gradient_;
};

template <class Optimiser>
void expect_no_allocation() {
    steps<Optimiser> tested;
    const std::size_t before = heap::allocations();
    const heap::peak peak;
    tested.run_all();
#ifdef NN_ONEDNN
    // What oneDNN notes during a call.
    constexpr std::size_t notes = std::size_t{16} << 10U;
    CHECK(heap::allocations() > before);
    CHECK(peak.bytes() < notes);
#else
    CHECK(heap::allocations() == before);
    CHECK(peak.bytes() == 0);
#endif
}

TEST_CASE("a training step allocates nothing once it saw batches of these sizes") {
    expect_no_allocation<sgd>();
    expect_no_allocation<nadam>();
}

} // namespace
