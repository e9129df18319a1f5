#include "trainer/teacher.hpp"

#include <coppice/core/error.hpp>
#include <coppice/core/text.hpp>

#include <algorithm>
#include <utility>

namespace trainer {

teacher::teacher(nn::network net, std::size_t remember, std::size_t classes)
    : net_(std::move(net)), classes_(classes), memory_{
                                                   std::vector<std::uint8_t>(remember),
                                                   std::vector<float>(remember * classes)} {}

const nn::tensor& teacher::logits(const nn::tensor& images, std::span<const std::size_t> indices) {
    if (!knows(indices)) {
        const nn::tensor& said = net_.forward(images, nn::mode::evaluation);
        for (std::size_t i = 0; i < indices.size() && !memory_.known.empty(); ++i) {
            memory_.known[indices[i]] = 1;
            std::copy_n(
                said.data() + i * classes_, classes_,
                memory_.logits.data() + indices[i] * classes_);
        }
        return said;
    }
    batch_.reshape({indices.size(), classes_, 1, 1});
    for (std::size_t i = 0; i < indices.size(); ++i) {
        std::copy_n(
            memory_.logits.data() + indices[i] * classes_, classes_, batch_.data() + i * classes_);
    }
    return batch_;
}

bool teacher::knows(std::span<const std::size_t> indices) const {
    const std::vector<std::uint8_t>& known = memory_.known;
    return !known.empty() && std::all_of(indices.begin(), indices.end(), [&](std::size_t image) {
        return known[image] != 0;
    });
}

void teacher::remember(memory said) {
    if (said.known.size() != memory_.known.size() || said.logits.size() != memory_.logits.size()) {
        throw coppice::error(
            "teacher", "number of images remembered", coppice::text(said.known.size()),
            coppice::text(memory_.known.size()) + ", as of this training set");
    }
    memory_ = std::move(said);
}

} // namespace trainer
