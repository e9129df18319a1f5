#include "report/file.hpp"

#include "temporary_directory.hpp"

#include <doctest/doctest.h>

TEST_CASE("file: a text takes the place of what was there") {
    const temporary_directory directory;
    report::write_file(directory / "text.md", "a longer text\n");
    report::write_file(directory / "text.md", "a text\n");
    CHECK(content_of(directory / "text.md") == "a text\n");
}

TEST_CASE("file: a folder that is not there is named") {
    const temporary_directory directory;
    const std::string path = (directory / "none" / "text.md").string();
    CHECK_THROWS_WITH(report::write_file(path, "a text\n"), (path + ": cannot be written").c_str());
}
