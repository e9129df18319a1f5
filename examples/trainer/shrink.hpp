#pragma once

#include <coppice/compact/plan.hpp>

#include "trainer/describe.hpp"

namespace trainer {

/// A copy of the network with everything that the plan removes physically gone.
[[nodiscard]] nn::network
shrink(const nn::network& net, const described& description, const coppice::compact::plan& plan);

} // namespace trainer
