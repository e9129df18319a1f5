#pragma once

#include "coppice/backend/grid/tensors.hpp"
#include "select/pool.hpp"

#include <cstddef>
#include <random>
#include <utility>
#include <vector>

/// Tensors as bodies read them, numbered one after the other.
template <coppice::score::source Source>
class tensor_pool {
  public:
    using tensor = coppice::backend::grid::tensor<Source>;

    explicit tensor_pool(const std::vector<coppice::select::candidate<Source>>& candidates) {
        for (const coppice::select::candidate<Source>& one : candidates) {
            tensors_.push_back(row_.next(one));
        }
    }

    [[nodiscard]] const tensor* data() const { return tensors_.data(); }
    [[nodiscard]] coppice::index count() const {
        return static_cast<coppice::index>(tensors_.size());
    }
    [[nodiscard]] coppice::index groups() const { return row_.groups(); }
    [[nodiscard]] coppice::index tiles() const { return row_.tiles(); }

    [[nodiscard]] auto begin() const { return tensors_.begin(); }
    [[nodiscard]] auto end() const { return tensors_.end(); }

  private:
    coppice::backend::grid::tensor_row row_;
    std::vector<tensor> tensors_;
};

/// Tensors of stored scores that straddle words, and tiles of 8192 groups, of few different scores,
/// so that keys share digits and ties are everywhere.
/// @param some_gone  whether every other tensor has lost some groups
inline pool tiles_of_scores(bool some_gone) {
    std::mt19937 random(1);
    std::vector<std::vector<double>> scores;
    constexpr std::size_t sizes[] = {1, 63, 64, 1025, 8191, 8192, 8193, 17000};
    for (const std::size_t size : sizes) {
        scores.emplace_back(size);
        for (double& score : scores.back()) {
            score = troublesome(random);
        }
    }
    pool made(std::move(scores));
    for (std::size_t t = 1; some_gone && t < made.tensors(); t += 2) {
        for (coppice::index g = 0; g < made.groups(t); ++g) {
            made.set(t, g, random() % 4 != 0);
        }
    }
    return made;
}
