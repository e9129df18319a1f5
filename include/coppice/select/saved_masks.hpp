#pragma once

#include "coppice/select/candidate.hpp"

#include <cstddef>
#include <span>

namespace coppice::select {

/// The masks of several tensors, put aside in host memory and brought back.
template <class Backend, score::source Source>
class saved_masks {
  public:
    /// @param scratch  as many words as the masks have
    saved_masks(
        Backend& backend, std::span<const candidate<Source>> tensors, std::span<mask::word> scratch)
        : backend_(backend), tensors_(tensors), scratch_(scratch) {
        each([&](mask::view mask, std::span<mask::word> words) { backend_.download(mask, words); });
    }

    void restore() const {
        each([&](mask::view mask, std::span<mask::word> words) { backend_.upload(words, mask); });
    }

  private:
    template <class Move>
    void each(Move move) const {
        std::size_t first = 0;
        for (const candidate<Source>& tensor : tensors_) {
            const auto words = static_cast<std::size_t>(mask::words(tensor.mask.size));
            move(tensor.mask, scratch_.subspan(first, words));
            first += words;
        }
    }

    Backend& backend_;
    std::span<const candidate<Source>> tensors_;
    std::span<mask::word> scratch_;
};

} // namespace coppice::select
