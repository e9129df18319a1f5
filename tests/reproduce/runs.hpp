#pragma once

#include "reproduce/pruned_run.hpp"

#include <string>

namespace runs {

/// A run that got so many of 1000 answers right.
inline reproduce::pruned_run
run(const std::string& network, const std::string& schedule, double target, int epochs,
    std::uint64_t seed, coppice::index correct) {
    return {network, schedule, target, target, epochs, seed, {correct, 1000}};
}

inline bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// The line of a text that has this part first.
inline std::string line_with(const std::string& text, const std::string& part) {
    const auto at = text.find(part);
    if (at == std::string::npos) {
        return "";
    }
    const auto begin = text.rfind('\n', at);
    return text.substr(begin == std::string::npos ? 0 : begin + 1, text.find('\n', at) - begin - 1);
}

} // namespace runs
