#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "nn/accelerator/concept.hpp"
#include "nn/anywhere.hpp"

namespace nn {

/// Updates of several parameters, element after element as if they lay one behind the other: so a
/// step of many small parameters is few requests. As large as what a launch may carry.
template <class Update>
struct update_batch {
    /// So that it stays within 4 KiB: a launch carries it whole, however few there are.
    static constexpr std::uint32_t capacity = 40;

    Update updates[capacity];
    /// Where each begins; from `count` on, where all end.
    std::uint32_t begins[capacity + 1];
    std::uint32_t count = 0;

    /// Elements of all.
    [[nodiscard]] std::uint32_t size() const { return begins[count]; }

    NN_ANYWHERE void operator()(std::uint32_t place) const {
        std::uint32_t first = 0;
        std::uint32_t last = count; // the update is in [first, last)
        while (last - first > 1) {
            const std::uint32_t middle = (first + last) / 2;
            if (begins[middle] <= place) {
                first = middle;
            } else {
                last = middle;
            }
        }
        updates[first](place - begins[first]);
    }
};

/// Has a device take these updates, in as few requests as hold them.
template <accelerator Accelerator, class Update>
void update_all(Accelerator& on, std::span<const Update> all) {
    static_assert(sizeof(update_batch<Update>) <= 4000);
    update_batch<Update> batch{};
    const auto send = [&] {
        if (batch.count > 0) {
            on.for_each(batch.size(), batch);
        }
        batch.count = 0;
    };
    for (const Update& one : all) {
        const auto size = static_cast<std::uint32_t>(one.size);
        if (batch.count == batch.capacity ||
            (batch.count > 0 && batch.size() + one.size >= divisor::limit)) {
            send();
        }
        batch.updates[batch.count] = one;
        batch.begins[batch.count + 1] = batch.begins[batch.count] + size;
        ++batch.count;
    }
    send();
}

} // namespace nn
