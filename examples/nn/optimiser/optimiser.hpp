#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "nn/network.hpp"
#include "nn/tensor.hpp"

namespace nn {

/// What an optimiser remembers of one parameter.
struct optimiser_slots {
    /// Each of the parameter's extents; none before the parameter's first step.
    std::vector<tensor> tensors{};
    /// Steps that this parameter has taken.
    std::size_t steps = 0;
    /// Product of the momenta of these steps (Nesterov Adam).
    double momentum_product = 1.0;

    friend bool operator==(const optimiser_slots&, const optimiser_slots&) = default;
};

/// All that an optimiser remembers, by `network::parameter_index`.
using optimiser_state = std::vector<optimiser_slots>;

/// Changes a network's parameters along their gradients.
class optimiser {
  public:
    virtual ~optimiser() = default;

    /// One step at this learning rate for each trainable parameter of each node that is not frozen.
    /// The current device may be at work when it returns. Throws std::invalid_argument where a slot
    /// has other extents than its parameter; nothing has been changed then.
    void step(network& net, double rate);

    /// What is remembered of this parameter, as tensors of its extents that may be replaced when
    /// the parameter is cut; empty where it never took a step.
    [[nodiscard]] std::span<tensor> slots(std::size_t parameter_index);

    /// Forgets everything.
    void reset();

    [[nodiscard]] const optimiser_state& state() const;
    void load(const optimiser_state& state);

  protected:
    optimiser() = default;
    optimiser(const optimiser&) = default;
    optimiser(optimiser&&) = default;
    optimiser& operator=(const optimiser&) = default;
    optimiser& operator=(optimiser&&) = default;

    /// A parameter that takes a step, and what is remembered of it, this step counted.
    struct stepping {
        parameter* moved = nullptr;
        optimiser_slots* slots = nullptr;
    };

  private:
    /// How many tensors a parameter needs.
    [[nodiscard]] virtual std::size_t slot_count() const = 0;
    /// Changes the values; the slots' tensors have their extents and started at zero.
    virtual void update(std::span<const stepping> all, double rate) = 0;

    optimiser_state state_;
    /// Of the step being taken.
    std::vector<stepping> all_;
};

} // namespace nn
