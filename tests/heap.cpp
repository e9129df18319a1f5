#include "heap.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

std::atomic<std::size_t> taken_times{0};
std::atomic<std::size_t> taken_bytes{0};
std::atomic<std::size_t> most_bytes{0};

/// Room before what is handed out, for its size: as much as keeps the alignment.
std::size_t room_before(std::size_t alignment) {
    return std::max(alignment, alignof(std::max_align_t));
}

void* take(std::size_t size, std::size_t alignment) noexcept {
    const std::size_t room = room_before(alignment);
    const std::size_t whole = (size + 2 * room - 1) / room * room;
    auto* const memory = static_cast<std::byte*>(std::aligned_alloc(room, whole));
    if (memory == nullptr) {
        return nullptr;
    }
    std::memcpy(memory, &size, sizeof size);
    ++taken_times;
    const std::size_t now = taken_bytes += size;
    std::size_t most = most_bytes;
    while (now > most && !most_bytes.compare_exchange_weak(most, now)) {
    }
    return memory + room;
}

void* take_or_throw(std::size_t size, std::size_t alignment) {
    if (void* const memory = take(size, alignment)) {
        return memory;
    }
    throw std::bad_alloc();
}

void give_back(void* memory, std::size_t alignment) noexcept {
    if (memory == nullptr) {
        return;
    }
    auto* const whole = static_cast<std::byte*>(memory) - room_before(alignment);
    std::size_t size = 0;
    std::memcpy(&size, whole, sizeof size);
    taken_bytes -= size;
    std::free(whole);
}

} // namespace

namespace heap {

std::size_t allocations() {
    return taken_times;
}

peak::peak() : before_(taken_bytes) {
    most_bytes = before_;
}

std::size_t peak::bytes() const {
    return most_bytes - before_;
}

} // namespace heap

void* operator new(std::size_t size) {
    return take_or_throw(size, 1);
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    return take(size, 1);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    return take_or_throw(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept {
    give_back(memory, 1);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
    give_back(memory, 1);
}
void operator delete(void* memory, const std::nothrow_t& /*tag*/) noexcept {
    give_back(memory, 1);
}
void operator delete(void* memory, std::align_val_t alignment) noexcept {
    give_back(memory, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory, std::size_t /*size*/, std::align_val_t alignment) noexcept {
    give_back(memory, static_cast<std::size_t>(alignment));
}
