#pragma once

#include <cstddef>
#include <new>
#include <utility>
#include <vector>

namespace nn {

/// Every tensor and every workspace starts at a multiple of this many bytes (a cache line), which
/// also keeps vectorised sums independent of where memory happens to lie.
inline constexpr std::size_t alignment = 64;

/// Allocates cache-line aligned memory, and leaves elements that nobody gave a value unset, so
/// that resizing a buffer touches none of its memory.
template <class Value>
struct aligned_allocator {
    using value_type = Value;

    aligned_allocator() = default;
    template <class Other>
    explicit aligned_allocator(const aligned_allocator<Other>& /*other*/) {}

    [[nodiscard]] Value* allocate(std::size_t count) {
        return static_cast<Value*>(
            ::operator new (count * sizeof(Value), std::align_val_t{alignment}));
    }

    void deallocate(Value* memory, std::size_t /*count*/) {
        ::operator delete (memory, std::align_val_t{alignment});
    }

    template <class Other, class... Arguments>
    void construct(Other* place, Arguments&&... arguments) {
        if constexpr (sizeof...(Arguments) == 0) {
            ::new (static_cast<void*>(place)) Other;
        } else {
            ::new (static_cast<void*>(place)) Other(std::forward<Arguments>(arguments)...);
        }
    }

    friend bool operator==(const aligned_allocator&, const aligned_allocator&) { return true; }
};

/// A vector whose storage is aligned and whose new elements start unset.
template <class Value>
using aligned_vector = std::vector<Value, aligned_allocator<Value>>;

} // namespace nn
