#include "report/table.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

#include "message.hpp"

namespace {

report::table layer_table() {
    report::table table({{"layer", report::align::left}, {"parameters"}, {"kept"}});
    table.add_row({"conv1", "1,792", "93.4 %"});
    table.add_row({"µ|classifier", "272,474", "8.0 %"});
    return table;
}

} // namespace

TEST_CASE("table: plain text") {
    CHECK(layer_table().rows() == 2);
    CHECK(
        layer_table().text() == "layer         parameters    kept\n"
                                "------------  ----------  ------\n"
                                "conv1              1,792  93.4 %\n"
                                "µ|classifier     272,474   8.0 %\n");
}

TEST_CASE("table: Markdown, in which a bar is escaped") {
    CHECK(
        layer_table().markdown() == "| layer         | parameters |   kept |\n"
                                    "| :------------ | ---------: | -----: |\n"
                                    "| conv1         |      1,792 | 93.4 % |\n"
                                    "| µ\\|classifier |    272,474 |  8.0 % |\n");
}

TEST_CASE("table: without rows, and with short columns") {
    const report::table table({{"a", report::align::left}, {"b"}});
    CHECK(table.text() == "a  b\n-  -\n");
    CHECK(table.markdown() == "| a   |   b |\n| :-- | --: |\n");
}

TEST_CASE("table: no blanks at the end of a line, no line within a cell") {
    report::table table({{"a"}, {"text", report::align::left}});
    table.add_row({"1", "two\nlines"});
    table.add_row({"1", ""});
    CHECK(table.text() == "a  text\n-  ---------\n1  two lines\n1\n");
}

TEST_CASE("table: a row has a cell for each column") {
    report::table table({{"a"}, {"b"}});
    CHECK(message_of<std::invalid_argument>([&] {
              table.add_row({"1"});
          }) == "table: found a row of 1 cells, expected 2");
    CHECK(message_of<std::invalid_argument>([] {
              report::table none({});
          }) == "table: found no column, expected at least one");
}
