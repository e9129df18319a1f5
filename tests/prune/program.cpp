// The program itself, from outside: what it refuses, how it ends, and what memory it takes.

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "checkpoint.hpp"
#include "run_program.hpp"
#include "temporary_directory.hpp"

namespace {

/// Runs the program and reads what it says on either stream.
ended run(const std::string& arguments) {
    return run_program(COPPICE_PRUNE, arguments);
}

/// The most memory that the program had, in kibibytes.
long memory_of(const std::vector<std::string>& arguments) {
    std::vector<char*> words;
    std::string program = COPPICE_PRUNE;
    words.push_back(program.data());
    std::vector<std::string> copies = arguments;
    for (std::string& argument : copies) {
        words.push_back(argument.data());
    }
    words.push_back(nullptr);
    std::fflush(stdout); // or the child would write it, too
    const pid_t child = fork();
    if (child == 0) {
        setenv("OMP_NUM_THREADS", "1", 1);
        setenv("ASAN_OPTIONS", "quarantine_size_mb=1", 1); // freed memory counts as freed
        std::freopen("/dev/null", "w", stdout);
        std::freopen("/dev/null", "w", stderr);
        execv(words[0], words.data());
        _exit(127);
    }
    int status = 0;
    rusage used{};
    REQUIRE(wait4(child, &status, 0, &used) == child);
    REQUIRE(WIFEXITED(status));
    REQUIRE(WEXITSTATUS(status) == 0);
    return used.ru_maxrss;
}

/// A file of so many tensors of 4 MiB.
void write_large(const std::filesystem::path& path, std::size_t count) {
    const std::vector<float> elements = checkpoint::weights<float>(1024 * 1024);
    std::vector<safetensors::tensor_info> tensors;
    for (std::size_t i = 0; i < count; ++i) {
        tensors.push_back(
            {.name = std::to_string(i) + ".weight",
             .type = safetensors::dtype::f32,
             .shape = {1024, 1024}});
    }
    safetensors::writer file(path, tensors);
    for (std::size_t i = 0; i < count; ++i) {
        file.write(std::as_bytes(std::span(elements)));
    }
    file.finish();
}

} // namespace

TEST_CASE("program: prunes a file, says what it did and writes it down") {
    const temporary_directory directory;
    const std::string in = (directory / "in").string();
    const std::string out = (directory / "out").string();
    const std::string report = (directory / "report").string();
    checkpoint::write(in, checkpoint::network());
    const ended result = run(in + " --sparsity 0.9 -o " + out + " --report " + report);
    INFO(result.said);
    CHECK(result.code == 0);
    CHECK(run("--include 'conv2.*' " + in + " --sparsity 0.9").code == 0); // the file comes last
    CHECK(result.said.find("conv2.weight") != std::string::npos);
    CHECK(result.said.find("3,110 of 3,456") != std::string::npos);
    CHECK(result.said.find("it has fewer than 2 axes") == std::string::npos);
    CHECK(result.said.find("its name does not end in \"weight\"") != std::string::npos);
    CHECK(content_of(report).find("\"groups_pruned\": 3110") != std::string::npos);
    CHECK(safetensors::reader(out).tensors().size() == 5);
}

TEST_CASE("program: refusals are sentences and leave no file") {
    const temporary_directory directory;
    const std::string in = (directory / "in").string();
    const std::string out = (directory / "out").string();
    checkpoint::write(in, checkpoint::network());
    const auto check_refused = [&](const std::string& arguments, const std::string& sentence) {
        const ended result = run(arguments + " -o " + out);
        CAPTURE(result.said);
        CHECK(result.code != 0);
        CHECK(result.said.find(sentence) != std::string::npos);
        CHECK_FALSE(std::filesystem::exists(out));
    };
    check_refused(in, "--sparsity is missing; it must be in [0, 1)");
    check_refused(in + " --sparsity 1", "--sparsity is 1; it must be in [0, 1)");
    check_refused(in + " --sparsity nan", "--sparsity is nan; it must be in [0, 1)");
    const std::string global = in + " --sparsity 0.5 --scope global ";
    check_refused(global + "--layer-cap 0", "--layer-cap is 0; it must be in (0, 1]");
    check_refused(global + "--fewest-left 0", "--fewest-left is 0; it must be at least 1");
    const std::string half = in + " --sparsity 0.5 --granularity ";
    check_refused(half + "vector --axis 8", "--axis is 8; it must be in [-8, 8)");
    check_refused(half + "block --rows 0", "--rows is 0; it must be at least 1");
    check_refused(half + "block --columns 0", "--columns is 0; it must be at least 1");
    check_refused(half + "weight --score lp --p 65", "--p is 65; it must be in [1, 64]");
    check_refused(in + " --granularity n_m --of 65", "--of is 65; it must be in [1, 64]");
    check_refused(
        in + " --granularity n_m --kept 5", "--kept is 5; it must be in [1, --of], which is 4");
    check_refused(half + "weight --threads 1025", "--threads: Value 1025 not in range 0 to 1024");
    check_refused(
        half + "weight --score random --seed 99999999999999999999",
        "--seed: Value 99999999999999999999 not in range 0 to 9223372036854775807");
    check_refused(in + " --sparsity much", "--sparsity");
    check_refused(in + " --sparsity 0.5 --granularity neuron", "--granularity");
    check_refused(in + " --sparsity 0.5 --score magnitude", "--score");
    check_refused(
        in + " --sparsity 0.5 --include 'conv9.*'",
        in + ": found no tensor that --include 'conv9.*' fits, expected at least one");
    check_refused(
        "/nowhere --sparsity 0.5", "coppice-prune: /nowhere: found no readable file (No such file "
                                   "or directory), expected a safetensors file");
    check_refused("--sparsity 0.5", "input");
    check_refused(in + " --sparsity 0.5 --kept 2", "--kept: is given, and only --granularity n_m");
    check_refused(in + " --sparsity 0.5 --p 3", "--p: is given, and only --score lp reads it");
    check_refused(in + " --sparsity 0.5 --round-to 0", "--round-to");
    check_refused(in + " --sparsity 0.5 --score random --seed -1", "--seed: Value -1 not in range");
    check_refused(
        in + " --sparsity 0.5 --report " + (directory / "." / "in").string(),
        "--report: is " + in + ", which it would replace");
    check_refused(
        in + " --sparsity 0.5 --report " + out, "--report: is " + out + ", which it would replace");
    const ended full = run_program(COPPICE_PRUNE, in + " --sparsity 0.5 >/dev/full");
    CHECK(full.code == 1);
    std::filesystem::resize_file(in, std::filesystem::file_size(in) - 1);
    check_refused(in + " --sparsity 0.5", in + ": tensor \"steps\": found the offsets [");
    std::filesystem::resize_file(in, 9);
    check_refused(in + " --sparsity 0.5", in + ": found a header of ");
}

TEST_CASE("program: help is no error") {
    const ended result = run("--help");
    CHECK(result.code == 0);
    CHECK(result.said.find("coppice-trainer does that (--save)") != std::string::npos);
    CHECK(result.said.find("--granularity n_m --kept 2 --of 4") != std::string::npos);
}

TEST_CASE("program: a local scope takes the memory of one tensor, however large the file") {
    const temporary_directory directory;
    write_large(directory / "small", 2);
    write_large(directory / "large", 40);
    const auto memory = [&](const std::string& file, const std::string& granularity) {
        return memory_of(
            {(directory / file).string(), "--sparsity", "0.9", "--granularity", granularity, "-o",
             (directory / "out").string()});
    };
    for (const char* granularity : {"weight", "filter"}) {
        const long small = memory("small", granularity);
        const long large = memory("large", granularity);
        CAPTURE(small);
        CAPTURE(large);
        CHECK(large - small < 8192); // of the 152 MiB that the file has more
    }
}

TEST_CASE("program: a symbolic link is not replaced") {
    const temporary_directory directory;
    const std::string in = (directory / "in").string();
    checkpoint::write(in, checkpoint::network());
    std::filesystem::create_symlink("in", directory / "link");
    const std::string link = (directory / "link").string();
    const ended result = run(link + " --sparsity 0.5 -o " + link);
    CHECK(result.code == 1);
    CHECK(
        result.said.find(link + ": found a symbolic link, expected the name of") !=
        std::string::npos);
    CHECK(std::filesystem::is_symlink(directory / "link"));
}
