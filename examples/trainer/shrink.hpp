#pragma once

#include <coppice/compact/plan.hpp>

#include <cstddef>
#include <utility>

#include "nn/optimiser/optimiser.hpp"
#include "trainer/describe.hpp"

namespace trainer {

/// A copy of the network with everything that the plan removes physically gone.
[[nodiscard]] nn::network
shrink(const nn::network& net, const described& description, const coppice::compact::plan& plan);

/// What is left of what an optimiser remembers of the network.
[[nodiscard]] nn::optimiser_state shrink(
    nn::optimiser_state slots, const nn::network& net, const described& description,
    const coppice::compact::plan& plan);

/// Puts what a shrunk copy has become back to where it was taken from. The rest of the network is
/// left as it is.
void put_back(
    const nn::network& small, const described& description, const coppice::compact::plan& plan,
    nn::network& net);

/// The same of what the copy's optimiser remembers.
void put_back(
    const nn::optimiser_state& small, const nn::network& net, const described& description,
    const coppice::compact::plan& plan, nn::optimiser_state& slots);

/// A network that coppice::compact::remove shrinks in place, with what an optimiser remembers of
/// it.
class shrinking {
  public:
    /// @param net, slots  stay the caller's; slots may be null
    /// @param probe       the batch by which masked and shrunk network are compared
    shrinking(
        nn::network& net, nn::optimiser_state* slots, const described& description,
        const nn::tensor& probe)
        : net_(net), slots_(slots), description_(description), probe_(probe) {}

    /// Shows what the network's layers put out on the probe.
    template <class Viewer>
    void show(Viewer& viewer) {
        net_.forward(probe_, nn::mode::evaluation);
        for (std::size_t i = 0; i < description_.layers.size(); ++i) {
            if (const int layer = static_cast<int>(i); viewer.wants(layer)) {
                const nn::tensor output = net_.output(description_.layers[i]);
                viewer.add(layer, view_of(output));
            }
        }
    }

    void shrink(const coppice::compact::plan& plan) {
        if (slots_ != nullptr) {
            *slots_ = trainer::shrink(std::move(*slots_), net_, description_, plan);
        }
        net_ = trainer::shrink(net_, description_, plan);
    }

  private:
    nn::network& net_;
    nn::optimiser_state* slots_;
    const described& description_;
    const nn::tensor& probe_;
};

} // namespace trainer
