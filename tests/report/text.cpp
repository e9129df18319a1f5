#include "report/text.hpp"

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
