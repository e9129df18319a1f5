#include "nn/loss/accuracy.hpp"

#include <algorithm>

#include "nn/loss/rows.hpp"

namespace nn {

std::size_t count_correct(const tensor& logits, std::span<const int> labels) {
    const logit_rows rows = check_rows(logits, labels);
    std::size_t correct = 0;
    for (std::size_t image = 0; image < rows.images; ++image) {
        const auto row = rows.row(logits, image);
        const auto best = std::max_element(row.begin(), row.end()) - row.begin();
        correct += best == labels[image] ? 1U : 0U;
    }
    return correct;
}

} // namespace nn
