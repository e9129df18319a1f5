#pragma once

#include "coppice/mask/view.hpp"

#include <utility>

namespace coppice::mask {

/// A mask in memory of its own, which a backend has allocated. Every group is kept at first.
template <class Backend>
class owned {
  public:
    owned(Backend& backend, index groups)
        : words_(backend.template allocate<word>(words(groups))), size_(groups) {
        backend.keep_all(*this);
    }

    [[nodiscard]] operator view() {
        return {words_.data(), size_};
    }                                           // NOLINT(google-explicit-constructor)
    [[nodiscard]] operator const_view() const { // NOLINT(google-explicit-constructor)
        return {words_.data(), size_};
    }

    [[nodiscard]] index size() const { return size_; }

    /// Whether group `g` is kept. For backends in host memory.
    [[nodiscard]] bool operator[](index g) const { return const_view(*this)[g]; }

  private:
    typename Backend::template buffer<word> words_;
    index size_;
};

} // namespace coppice::mask
