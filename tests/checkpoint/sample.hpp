#pragma once

#include "coppice/checkpoint/archive.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace sample {

enum class colour : unsigned char { red, green };

struct point {
    int x = 0;
    double y = 0;

    [[nodiscard]] friend bool operator==(const point&, const point&) = default;
};

/// One of everything that can be saved.
struct everything {
    bool truth = false;
    colour paint = colour::red;
    std::int64_t whole = 0;
    float fraction = 0;
    std::string name = {};
    std::vector<double> row = {};
    std::vector<point> points = {};
    std::array<std::uint16_t, 3> three = {};
    std::vector<std::vector<std::string>> nested = {};
    point one = {};
    std::vector<colour> paints = {};

    [[nodiscard]] friend bool operator==(const everything&, const everything&) = default;
};

inline everything filled() {
    return {
        true,
        colour::green,
        -5,
        0.1F,
        "a name",
        {1.5, -0.0, 1e300},
        {{1, 2.5}, {-3, 4}},
        {1, 2, 65535},
        {{"a", ""}, {}, {"b"}},
        {7, -8},
        {colour::green, colour::red}};
}

/// A type of its own mind: an even number, written as half of it.
class even {
  public:
    explicit even(int value = 0) : value_(value) {}
    [[nodiscard]] int value() const { return value_; }

    friend void encode(coppice::checkpoint::writer& out, const even& value) {
        out.put(static_cast<std::int32_t>(value.value_ / 2));
    }
    friend void decode(coppice::checkpoint::reader& in, even& value) {
        const auto half = in.take<std::int32_t>();
        if (half > 1000) {
            in.refuse("an even number", coppice::text(half), "at most 1000");
        }
        value.value_ = 2 * half;
    }

  private:
    int value_;
};

} // namespace sample
