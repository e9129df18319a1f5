#pragma once

#include <cstddef>
#include <memory_resource>
#include <utility>
#include <vector>

namespace nn {

/// Every tensor and every workspace starts at a multiple of this many bytes (a cache line), which
/// also keeps vectorised sums independent of where memory happens to lie.
inline constexpr std::size_t alignment = 64;

/// Where tensors made from now on keep their elements: the memory of the current device, see
/// device/device.hpp.
[[nodiscard]] std::pmr::memory_resource* tensor_memory();

/// Allocates cache-line aligned memory, and leaves elements that nobody gave a value unset, so
/// that resizing a buffer touches none of its memory. What it gave it takes back itself, whatever
/// the current device is by then: a move takes memory along, a copy takes the current device's or,
/// assigned, that of the target.
template <class Value>
class aligned_allocator {
  public:
    using value_type = Value;
    using propagate_on_container_move_assignment = std::true_type;
    using propagate_on_container_swap = std::true_type;

    aligned_allocator() = default;
    template <class Other>
    explicit aligned_allocator(const aligned_allocator<Other>& other) : from_(other.from()) {}

    [[nodiscard]] Value* allocate(std::size_t count) {
        return static_cast<Value*>(from_->allocate(count * sizeof(Value), alignment));
    }

    void deallocate(Value* memory, std::size_t count) {
        from_->deallocate(memory, count * sizeof(Value), alignment);
    }

    template <class Other, class... Arguments>
    void construct(Other* place, Arguments&&... arguments) {
        if constexpr (sizeof...(Arguments) == 0) {
            ::new (static_cast<void*>(place)) Other;
        } else {
            ::new (static_cast<void*>(place)) Other(std::forward<Arguments>(arguments)...);
        }
    }

    [[nodiscard]] aligned_allocator select_on_container_copy_construction() const { return {}; }
    [[nodiscard]] std::pmr::memory_resource* from() const { return from_; }

    friend bool operator==(const aligned_allocator& one, const aligned_allocator& other) {
        return one.from_ == other.from_;
    }

  private:
    std::pmr::memory_resource* from_ = tensor_memory();
};

/// A vector whose storage is aligned and whose new elements start unset.
template <class Value>
using aligned_vector = std::vector<Value, aligned_allocator<Value>>;

} // namespace nn
