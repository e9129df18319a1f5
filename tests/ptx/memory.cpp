#include "ptx/memory.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>

namespace ptx {

bytes::bytes(std::size_t size)
    : data_(new std::byte[size]), writers_(std::make_unique<writer[]>(size)), size_(size) {
    std::memset(data_.get(), 0xCB, size); // what is read before it is written shall be seen
}

void bytes::write(address from, std::size_t count) {
    std::fill_n(writers_.get() + (from - begin()), count, running_order().now());
}

bool bytes::written(address from, std::size_t count) const {
    const writer* const first = writers_.get() + (from - begin());
    return std::all_of(first, first + count, [](writer each) { return each != nobody; });
}

bool bytes::shown(address from, std::size_t count) const {
    const writer* const first = writers_.get() + (from - begin());
    const order& now = running_order();
    return std::all_of(first, first + count, [&](writer each) { return now.shows(each); });
}

void* memory::allocate(std::size_t size) {
    bytes made(std::max<std::size_t>(size, 1));
    void* const at = made.data();
    all_.emplace(made.begin(), std::move(made));
    return at;
}

void memory::free(const void* at) {
    if (at != nullptr && all_.erase(reinterpret_cast<address>(at)) == 0) {
        throw std::runtime_error("what was not allocated is given back");
    }
    last_ = nullptr;
}

bytes& memory::that_holds(address from, std::size_t count) {
    if (last_ == nullptr || !last_->hold(from, count)) {
        const auto next = all_.upper_bound(from);
        if (next == all_.begin() || !std::prev(next)->second.hold(from, count)) {
            throw std::runtime_error(std::to_string(count) + " bytes beyond what was allocated");
        }
        last_ = &std::prev(next)->second;
    }
    return *last_;
}

memory& device() {
    static memory only;
    return only;
}

order& running_order() {
    static order only;
    return only;
}

} // namespace ptx
