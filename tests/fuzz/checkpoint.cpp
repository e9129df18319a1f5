#include "coppice/checkpoint/archive.hpp"

#include "fuzz/require.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace {

namespace checkpoint = coppice::checkpoint;

enum class colour : unsigned char { red, green };

struct point {
    int x = 0;
    double y = 0;
    bool good = false;
};

/// One of everything that can be saved.
struct everything {
    std::int64_t whole = 0;
    colour paint = colour::red;
    std::string name = {};
    std::vector<float> row = {};
    std::vector<point> points = {};
    std::array<std::uint16_t, 3> three = {};
    std::vector<std::vector<std::string>> nested = {};
};

void unpack(std::span<const std::byte> file) {
    try {
        const auto found = checkpoint::unpack<everything>(file, "file");
        const std::vector<std::byte> again = checkpoint::pack(found);
        require(std::ranges::equal(again, file), "what was read is written otherwise");
    } catch (const coppice::error& refusal) {
        require(
            refusal.where() == "file", std::string("an undocumented complaint: ") + refusal.what());
    }
}

} // namespace

/// The content of a file, which is read as it is and, within a header and a checksum that fit, as
/// the content of a checkpoint.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
    const std::span<const std::byte> given = std::as_bytes(std::span(input, size));
    unpack(given);
    checkpoint::writer whole;
    const std::vector<std::byte> empty = checkpoint::pack(everything{});
    constexpr std::size_t length_at = 24;
    whole.put_row(std::span<const std::byte>(empty).first(length_at));
    whole.put_size(size);
    whole.put_row(given);
    whole.put(checkpoint::checksum(whole.bytes()));
    unpack(whole.bytes());
    return 0;
}
