#pragma once

#include "coppice/mask/view.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <span>
#include <vector>

namespace coppice::backend::detail {

/// What backends in the host's memory share: buffers, and masks as words that the CPU reads.
struct host_memory {
    template <class T>
    using buffer = std::vector<T>;

    template <class T>
    [[nodiscard]] static buffer<T> allocate(index n) {
        return buffer<T>(static_cast<std::size_t>(n));
    }

    static void keep_all(mask::view mask) {
        std::fill_n(mask.words, mask::words(mask.size), ~mask::word{0});
        if (const index rest = mask.size % mask::bits_per_word; rest != 0) {
            mask.words[mask.size / mask::bits_per_word] = (mask::word{1} << rest) - 1;
        }
    }

    [[nodiscard]] static index kept(mask::const_view mask) {
        index count = 0;
        for (index i = 0; i < mask::words(mask.size); ++i) {
            count += std::popcount(mask.words[i]);
        }
        return count;
    }

    static void download(mask::const_view mask, std::span<mask::word> words) {
        std::copy_n(mask.words, words.size(), words.data());
    }

    static void upload(std::span<const mask::word> words, mask::view mask) {
        std::copy_n(words.data(), words.size(), mask.words);
    }
};

} // namespace coppice::backend::detail
