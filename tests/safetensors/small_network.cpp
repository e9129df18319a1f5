// The program from outside: docs/safetensors.md has what it writes.

#include <filesystem>

#include <doctest/doctest.h>

#include "run_program.hpp"
#include "safetensors/reader.hpp"
#include "temporary_directory.hpp"

namespace {

ended run_in(const temporary_directory& directory, const std::string& arguments) {
    return run_program("cd " + directory.path().string() + " && " COPPICE_SMALL_NETWORK, arguments);
}

} // namespace

TEST_CASE("small network: it takes no arguments, and writes nothing if it gets any") {
    const temporary_directory directory;
    const ended refused = run_in(directory, "--help");
    CHECK(refused.code == 2);
    CHECK(refused.said == "usage: coppice-small-network, which writes net.safetensors\n");
    CHECK(std::filesystem::is_empty(directory.path()));
    CHECK(run_in(directory, "").code == 0);
    CHECK(safetensors::reader(directory / "net.safetensors").tensors().size() == 4);
}
