#include "coppice/checkpoint/value.hpp"

#include "checkpoint/sample.hpp"
#include "core/refusal.hpp"

#include <doctest/doctest.h>

namespace checkpoint = coppice::checkpoint;

namespace {

template <class T>
T there_and_back(const T& value) {
    checkpoint::writer out;
    checkpoint::write(out, value);
    checkpoint::reader in(out.bytes(), "file");
    T found{};
    checkpoint::read(in, found);
    in.expect_end();
    return found;
}

struct renamed {
    int u = 0;
    double v = 0;
};
struct swapped {
    double y = 0;
    int x = 0;
};
struct wider {
    std::int64_t x = 0;
    double y = 0;
};

// The layout is of kinds and widths in their order; names do not count.
static_assert(checkpoint::layout<sample::point> == checkpoint::layout<renamed>);
static_assert(checkpoint::layout<sample::point> != checkpoint::layout<swapped>);
static_assert(checkpoint::layout<sample::point> != checkpoint::layout<wider>);
static_assert(checkpoint::layout<std::vector<int>> != checkpoint::layout<std::array<int, 2>>);
static_assert(checkpoint::layout<int> != checkpoint::layout<unsigned>);
static_assert(checkpoint::layout<int> != checkpoint::layout<float>);
static_assert(checkpoint::layout<std::string> != checkpoint::layout<std::vector<char>>);

} // namespace

TEST_CASE("values of every kind come back as they were") {
    CHECK(there_and_back(sample::filled()) == sample::filled());
    CHECK(there_and_back(sample::everything{}) == sample::everything{});
    CHECK(there_and_back(sample::even(18)).value() == 18);
    const std::vector<sample::even> list = {sample::even(2), sample::even(4)};
    CHECK(there_and_back(list)[1].value() == 4);
}

TEST_CASE("a type's own decoding may refuse") {
    checkpoint::writer out;
    out.put(std::int32_t{1001});
    checkpoint::reader in(out.bytes(), "file");
    sample::even value(2);
    CHECK(refusal([&] {
              checkpoint::read(in, value);
          }) == "file: an even number is 1001; it must be at most 1000");
}

TEST_CASE("a made-up length takes no memory, however deep it lies") {
    checkpoint::writer out;
    out.put_size(3);
    out.put_size(std::size_t{1} << 40U);
    out.put_size(0);
    out.put_size(0);
    checkpoint::reader in(out.bytes(), "file");
    std::vector<std::vector<std::string>> value;
    CHECK(refusal([&] {
              checkpoint::read(in, value);
          }) == "file: a length is 1099511627776; it must be at most 2, for which there are bytes");
}
