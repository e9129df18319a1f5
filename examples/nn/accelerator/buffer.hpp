#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "nn/accelerator/device_memory.hpp"

namespace nn {

/// Memory for numbers that only a device reads and writes; of any content at first.
template <class Value>
class buffer {
  public:
    buffer() = default;
    buffer(buffer&& other) noexcept
        : from_(other.from_), data_(std::exchange(other.data_, nullptr)),
          size_(std::exchange(other.size_, 0)) {}
    buffer(const buffer&) = delete;
    buffer& operator=(const buffer&) = delete;
    buffer& operator=(buffer&& other) noexcept {
        std::swap(from_, other.from_);
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        return *this;
    }
    ~buffer() { clear(); }

    [[nodiscard]] Value* data() const { return data_; }
    [[nodiscard]] std::size_t size() const { return size_; }

    /// Room for `size` values, which lose their content where there was less.
    /// Throws as device_memory::take does, where there is no more.
    /// @return whether it had to be taken
    bool grow(device_memory& from, std::size_t size, const std::string& whose) {
        if (size <= size_) {
            return false;
        }
        clear();
        data_ = static_cast<Value*>(from.take(size * sizeof(Value), whose));
        from_ = &from;
        size_ = size;
        return true;
    }

  private:
    void clear() noexcept {
        if (data_ != nullptr) {
            from_->deallocate(data_, size_ * sizeof(Value), alignment);
        }
        data_ = nullptr;
        size_ = 0;
    }

    device_memory* from_ = nullptr;
    Value* data_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace nn
