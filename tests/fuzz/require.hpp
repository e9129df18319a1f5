#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

/// Ends the program with a sentence unless `good`, so that the fuzzer keeps the input.
inline void require(bool good, const std::string& otherwise) {
    if (!good) {
        std::fprintf(stderr, "fuzz: %s\n", otherwise.c_str());
        std::abort();
    }
}
