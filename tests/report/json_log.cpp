#include "report/json_log.hpp"

#include <fstream>
#include <limits>
#include <stdexcept>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "message.hpp"
#include "temporary_directory.hpp"

TEST_CASE("json_log: each line is in the file as soon as it is written") {
    const temporary_directory directory;
    const auto path = directory / "run.jsonl";
    report::json_log log(path);
    CHECK(log.path() == path);
    CHECK(content_of(path).empty());
    log.write({{"epoch", 1}, {"text", "two\nlines"}});
    CHECK(content_of(path) == "{\"epoch\":1,\"text\":\"two\\nlines\"}\n");
    log.write({{"epoch", 2}});
    CHECK(content_of(path).ends_with("\n{\"epoch\":2}\n"));
}

TEST_CASE("json_log: an older log is continued") {
    const temporary_directory directory;
    const auto path = directory / "run.jsonl";
    report::json_log(path).write(1);
    report::json_log(path).write(2);
    CHECK(content_of(path) == "1\n2\n");
}

TEST_CASE("json_log: a line cut by a kill does not spoil the next one") {
    const temporary_directory directory;
    const auto path = directory / "run.jsonl";
    std::ofstream(path) << "1\n{\"epo";
    report::json_log(path).write(2);
    CHECK(content_of(path) == "1\n{\"epo\n2\n");
}

TEST_CASE("json_log: what JSON cannot say is replaced, never a broken line") {
    const temporary_directory directory;
    const auto path = directory / "run.jsonl";
    report::json_log log(path);
    log.write({{"loss", std::numeric_limits<double>::quiet_NaN()}, {"name", "a\xff"}});
    CHECK(content_of(path) == "{\"loss\":null,\"name\":\"a\xef\xbf\xbd\"}\n");
}

TEST_CASE("json_log: a file which cannot be made, or not be written to, is named") {
    const temporary_directory directory;
    const auto path = directory / "none" / "run.jsonl";
    CHECK(message_of<std::runtime_error>([&] {
              report::json_log{path};
          }) == path.string() + ": cannot open the log (No such file or directory)");
    if (std::filesystem::exists("/dev/full")) {
        report::json_log log("/dev/full");
        CHECK(message_of<std::runtime_error>([&] {
                  log.write(1);
              }) == "/dev/full: cannot write to the log (No space left on device)");
    }
}
