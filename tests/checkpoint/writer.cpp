#include "coppice/checkpoint/writer.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <doctest/doctest.h>

using coppice::checkpoint::writer;

static_assert(coppice::checkpoint::number<bool>);
static_assert(coppice::checkpoint::number<float>);
static_assert(!coppice::checkpoint::number<long double>); // its width is the compiler's affair
static_assert(!coppice::checkpoint::number<int*>);

namespace {

std::vector<int> written(const writer& out) {
    std::vector<int> numbers;
    for (const std::byte byte : out.bytes()) {
        numbers.push_back(std::to_integer<int>(byte));
    }
    return numbers;
}

} // namespace

TEST_CASE("numbers are written little end first, each as wide as its type") {
    writer out;
    out.put(std::uint32_t{0x01020304});
    out.put(std::int16_t{-2});
    out.put(true);
    out.put(1.0F);
    CHECK(written(out) == std::vector<int>{4, 3, 2, 1, 0xFE, 0xFF, 1, 0, 0, 0x80, 0x3F});
}

TEST_CASE("a row is its numbers one after the other, a length eight bytes") {
    writer out;
    const std::array<std::uint16_t, 2> row = {0x0102, 0x0304};
    out.put_size(row.size());
    out.put_row(std::span<const std::uint16_t>(row));
    out.put_row(std::span<const bool>());
    CHECK(written(out) == std::vector<int>{2, 0, 0, 0, 0, 0, 0, 0, 2, 1, 4, 3});
    CHECK(std::move(out).result().size() == 12);
}
