#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "nn/network.hpp"

namespace trainer {

/// A network that another learns from. Where images come again unchanged, what it says of each is
/// computed once and remembered.
class teacher {
  public:
    /// @param net       as it is now
    /// @param remember  how many images the training set has, or 0 if none comes again unchanged
    teacher(nn::network net, std::size_t remember, std::size_t classes);

    /// Its logits for a batch [images, channels, height, width].
    /// @param indices  of these images in the training set
    [[nodiscard]] const nn::tensor&
    logits(const nn::tensor& images, std::span<const std::size_t> indices);

    /// What was said so far. The last bits of logits depend on the batch that they were computed
    /// in, so that a training which is taken up again takes this along.
    struct memory {
        std::vector<std::uint8_t> known; ///< by image, whether its logits are
        std::vector<float> logits;       ///< [training set, classes]
    };
    [[nodiscard]] const memory& remembered() const { return memory_; }
    /// @throws coppice::error for one of another training set
    void remember(memory said);

  private:
    [[nodiscard]] bool knows(std::span<const std::size_t> indices) const;

    nn::network net_;
    std::size_t classes_;
    memory memory_;
    nn::tensor batch_;
};

} // namespace trainer
