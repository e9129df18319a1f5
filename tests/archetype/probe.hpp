#pragma once

#include "coppice/backend/reference.hpp"
#include "coppice/core/grouped.hpp"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace archetype {

/// A rehearsal with two layers of two weights each.
class probe {
  public:
    [[nodiscard]] const std::vector<int>& layers() { return layers_; }
    [[nodiscard]] std::string name(int layer) { return "layer " + std::to_string(layer); }
    [[nodiscard]] coppice::grouped<const float> weights(int layer) {
        return whole(
            coppice::view<const float>(weights_[static_cast<std::size_t>(layer)].data(), {2}));
    }
    [[nodiscard]] coppice::backend::reference& backend() { return backend_; }
    void prune() {}
    void train(double /*rate*/) {}

  private:
    std::vector<int> layers_{0, 1};
    std::array<std::array<float, 2>, 2> weights_{{{3, 4}, {1, 1}}};
    coppice::backend::reference backend_;
};

} // namespace archetype
