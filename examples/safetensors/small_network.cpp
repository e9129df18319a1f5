// Writes net.safetensors, the weights of a small network: what docs/safetensors.md prunes.

// [small_network]
#include "safetensors/writer.hpp"

#include <span>
#include <vector>

/// Numbers from -1 to 1 in no order.
std::vector<float> weights(int count) {
    std::vector<float> drawn(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        drawn[static_cast<std::size_t>(i)] = static_cast<float>(i * 7919 % 2003) / 1001.0F - 1.0F;
    }
    return drawn;
}

int main() {
    safetensors::writer file(
        "net.safetensors", {{.name = "conv1.weight", .shape = {16, 3, 3, 3}},
                            {.name = "conv1.bias", .shape = {16}},
                            {.name = "conv2.weight", .shape = {32, 16, 3, 3}},
                            {.name = "fc.weight", .shape = {10, 32}}});
    for (const int count : {16 * 3 * 3 * 3, 16, 32 * 16 * 3 * 3, 10 * 32}) {
        const std::vector<float> elements = weights(count); // in the order of the tensors
        file.write(std::as_bytes(std::span(elements)));
    }
    file.finish(); // only now the file is in its place
}
// [/small_network]
