#include "report/text.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

TEST_CASE("text: width counts code points, not bytes") {
    CHECK(report::display_width("") == 0);
    CHECK(report::display_width("abc") == 3);
    CHECK(report::display_width("µ×—") == 3);
}

TEST_CASE("text: padding") {
    CHECK(report::pad_left("é", 3) == "  é");
    CHECK(report::pad_right("é", 3) == "é  ");
    CHECK(report::pad_left("long", 3) == "long");
    CHECK(report::pad_right("long", 3) == "long");
}

TEST_CASE("text: clipping keeps code points whole") {
    CHECK(report::clip("aµb", 3) == "aµb");
    CHECK(report::clip("aµb", 2) == "aµ");
    CHECK(report::clip("aµb", 1) == "a");
    CHECK(report::clip("aµb", 0).empty());
}

TEST_CASE("text: control characters become blanks") {
    CHECK(report::one_line("a\nb\tc\x1b\x7fµ") == "a b c  µ");
}

TEST_CASE("text: a seed is a whole number below 2^63") {
    CHECK(report::unlike_a_seed("0").empty());
    CHECK(report::unlike_a_seed("9223372036854775807").empty());
    for (const char* text :
         {"9223372036854775808", "99999999999999999999", "-1", "1.5", "1 ", "", "0x1"}) {
        CHECK(
            report::unlike_a_seed(text) ==
            "Value " + std::string(text) + " not in range 0 to 9223372036854775807");
    }
}

TEST_CASE("text: names with something between") {
    CHECK(report::joined(std::vector<std::string>{}).empty());
    CHECK(report::joined(std::vector<const char*>{"a"}) == "a");
    CHECK(report::joined(std::vector<std::string_view>{"a", "b", "c"}) == "a, b, c");
    CHECK(report::joined(std::vector<std::string>{"1", "2"}, ",") == "1,2");
}
