#pragma once

#include "coppice/core/math.hpp"
#include "coppice/score/concept.hpp"

#include <algorithm>
#include <memory>
#include <span>

namespace coppice::backend::detail {

/// A score and whose it is, in two doubles' memory.
struct numbered_score {
    double score;
    index group;
};

static_assert(sizeof(numbered_score) == 2 * sizeof(double));

/// Divides every score by the sum of those that are not lower: see backend/concept.hpp.
/// @param space  2 n doubles
inline void divide_by_rest(double* scores, index n, double* space) {
    if (std::any_of(scores, scores + n, [](double score) { return math::isnan(score); })) {
        return;
    }
    auto* const falling = reinterpret_cast<numbered_score*>(space);
    for (index g = 0; g < n; ++g) {
        std::construct_at(falling + g, numbered_score{scores[g], g});
    }
    std::sort(falling, falling + n, [](const numbered_score& a, const numbered_score& b) {
        return a.score != b.score ? a.score > b.score : a.group > b.group;
    });
    double chunks = 0;
    for (index begin = 0; begin < n; begin += score::chunk) {
        double sum = 0;
        for (index i = begin; i < std::min(begin + score::chunk, n); ++i) {
            sum += falling[i].score;
            const double rest = chunks + sum;
            scores[falling[i].group] = rest == 0 ? 0.0 : falling[i].score / rest;
        }
        chunks += sum;
    }
}

} // namespace coppice::backend::detail
