#include "trainer/teacher.hpp"

#include <algorithm>
#include <utility>

namespace trainer {

teacher::teacher(nn::network net, std::size_t remember, std::size_t classes)
    : net_(std::move(net)), classes_(classes), known_(remember), remembered_(remember * classes) {}

const nn::tensor& teacher::logits(const nn::tensor& images, std::span<const std::size_t> indices) {
    if (!knows(indices)) {
        const nn::tensor& said = net_.forward(images, nn::mode::evaluation);
        for (std::size_t i = 0; i < indices.size() && !known_.empty(); ++i) {
            known_[indices[i]] = true;
            std::copy_n(
                said.data() + i * classes_, classes_, remembered_.data() + indices[i] * classes_);
        }
        return said;
    }
    batch_.reshape({indices.size(), classes_, 1, 1});
    for (std::size_t i = 0; i < indices.size(); ++i) {
        std::copy_n(
            remembered_.data() + indices[i] * classes_, classes_, batch_.data() + i * classes_);
    }
    return batch_;
}

bool teacher::knows(std::span<const std::size_t> indices) const {
    return !known_.empty() && std::all_of(indices.begin(), indices.end(), [&](std::size_t image) {
        return known_[image];
    });
}

} // namespace trainer
