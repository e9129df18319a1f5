#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>

#include "ptx/order.hpp"

namespace ptx {

/// An address as a thread counts it: in memory of the device it is the host's own.
using address = std::uint64_t;

/// Bytes of which it is known who has written them.
class bytes {
  public:
    explicit bytes(std::size_t size);

    [[nodiscard]] std::byte* data() const { return data_.get(); }
    [[nodiscard]] address begin() const { return reinterpret_cast<address>(data_.get()); }

    /// Whether `count` bytes from `from` on are among them.
    [[nodiscard]] bool hold(address from, std::size_t count) const {
        return from >= begin() && count <= size_ && from - begin() <= size_ - count;
    }

    /// Notes that who runs now writes them.
    void write(address from, std::size_t count);
    [[nodiscard]] bool written(address from, std::size_t count) const;

    /// Whether who runs now may count on seeing what was written there.
    [[nodiscard]] bool shown(address from, std::size_t count) const;

  private:
    std::unique_ptr<std::byte[]> data_;
    std::unique_ptr<writer[]> writers_;
    std::size_t size_ = 0;
};

/// The memory of a device.
class memory {
  public:
    [[nodiscard]] void* allocate(std::size_t size);

    /// @throws std::runtime_error for what was not allocated
    void free(const void* at);

    /// The allocation that holds some bytes.
    /// @throws std::runtime_error for bytes beyond any
    [[nodiscard]] bytes& that_holds(address from, std::size_t count);

  private:
    std::map<address, bytes> all_;
    bytes* last_ = nullptr;
};

[[nodiscard]] memory& device();

} // namespace ptx
