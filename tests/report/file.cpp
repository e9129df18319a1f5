#include "report/file.hpp"

#include "temporary_directory.hpp"

#include <filesystem>
#include <string>

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
    CHECK_THROWS_WITH(
        report::write_file(path, "a text\n"),
        (path + ": cannot be written (No such file or directory)").c_str());
}

TEST_CASE("file: a directory that can be made has a place, and is not made") {
    const temporary_directory directory;
    report::expect_place_for("--output", directory.path());
    report::expect_place_for("--output", directory / "none" / "deeper");
    CHECK_FALSE(std::filesystem::exists(directory / "none"));
}

TEST_CASE("file: a directory below a file has no place") {
    const temporary_directory directory;
    report::write_file(directory / "file", "a text\n");
    const std::string file = (directory / "file").string();
    for (const std::string& path : {file, file + "/x", file + "/x/y"}) {
        const std::string sentence = "--save: " + path + " cannot be made, for " + file +
                                     " is no directory that can be written to";
        CHECK_THROWS_WITH(report::expect_place_for("--save", path), sentence.c_str());
    }
    CHECK_THROWS_WITH(
        report::expect_place_for("--save", ""),
        "--save: found no name, expected that of a directory");
}
