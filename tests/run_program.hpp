#pragma once

#include <array>
#include <cstdio>
#include <string>

#include <doctest/doctest.h>
#include <sys/wait.h>

/// How a program ended, and what it said on either stream.
struct ended {
    int code = -1;
    std::string said;
};

/// Runs a program with arguments as a shell reads them.
inline ended run_program(const std::string& program, const std::string& arguments) {
    const std::string command = program + " " + arguments + " 2>&1";
    std::FILE* const pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    ended result;
    std::array<char, 4096> part{};
    while (const std::size_t count = std::fread(part.data(), 1, part.size(), pipe)) {
        result.said.append(part.data(), count);
    }
    result.code = WEXITSTATUS(pclose(pipe));
    return result;
}
