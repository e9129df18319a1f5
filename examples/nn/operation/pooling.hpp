#pragma once

#include <algorithm>
#include <cstddef>

#include "nn/node.hpp"

namespace nn {

/// The pixels of one channel that a pooling window covers: rows [top, bottom), columns
/// [left, right), cut off at the border.
struct pooling_window {
    std::size_t top = 0;
    std::size_t bottom = 0;
    std::size_t left = 0;
    std::size_t right = 0;

    /// Calls `body(pixel)` for each pixel covered, by its place in the channel.
    template <class Body>
    void visit(std::size_t width, const Body& body) const {
        for (std::size_t y = top; y < bottom; ++y) {
            for (std::size_t x = left; x < right; ++x) {
                body(y * width + x);
            }
        }
    }
};

/// Calls `body(output_pixel, window)` for each output pixel of a channel of the pooling node.
template <class Body>
void visit_windows(const node& self, const Body& body) {
    const geometry& window = self.window;
    const auto clipped = [&](std::size_t padded, std::size_t extent) {
        return std::min(padded > window.padding ? padded - window.padding : 0, extent);
    };
    for (std::size_t y = 0; y < self.output.height; ++y) {
        for (std::size_t x = 0; x < self.output.width; ++x) {
            const std::size_t top = y * window.stride;
            const std::size_t left = x * window.stride;
            body(
                y * self.output.width + x, pooling_window{
                                               clipped(top, self.input.height),
                                               clipped(top + window.kernel, self.input.height),
                                               clipped(left, self.input.width),
                                               clipped(left + window.kernel, self.input.width)});
        }
    }
}

} // namespace nn
