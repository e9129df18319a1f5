#include "prune/choice.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string_view>

#include <fnmatch.h>

namespace prune {

namespace {

using safetensors::tensor_info;

bool fits(const std::string& pattern, const std::string& name) {
    return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

/// The first of the patterns that fits.
std::optional<std::string>
find_fitting(const std::vector<std::string>& patterns, const std::string& name) {
    const auto found =
        std::find_if(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
            return fits(pattern, name);
        });
    return found == patterns.end() ? std::nullopt : std::optional(*found);
}

void check_patterns(
    const std::string& option, const std::vector<std::string>& patterns,
    const std::vector<tensor_info>& tensors, const options& chosen) {
    const auto unused =
        std::find_if(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
            return std::none_of(tensors.begin(), tensors.end(), [&](const tensor_info& tensor) {
                return fits(pattern, tensor.name);
            });
        });
    if (unused != patterns.end()) {
        throw std::runtime_error(
            chosen.input.string() + ": found no tensor that " + option + " '" + *unused +
            "' fits, expected at least one");
    }
}

bool ends_in(std::string_view name, std::string_view ending) {
    return name.size() >= ending.size() && name.substr(name.size() - ending.size()) == ending;
}

bool has_known_elements(const tensor_info& tensor) {
    using safetensors::dtype;
    return tensor.type == dtype::f64 || tensor.type == dtype::f32 || tensor.type == dtype::f16 ||
           tensor.type == dtype::bf16;
}

/// Whether the patterns choose a tensor or, without patterns, its name does.
bool is_meant(const tensor_info& tensor, const options& chosen) {
    return !find_fitting(chosen.exclude, tensor.name) &&
           (chosen.include.empty() ? ends_in(tensor.name, "weight")
                                   : find_fitting(chosen.include, tensor.name).has_value());
}

std::string why_alone(const tensor_info& tensor, const options& chosen, const method& how) {
    if (const auto pattern = find_fitting(chosen.exclude, tensor.name)) {
        return "--exclude '" + *pattern + "' fits its name";
    }
    if (!chosen.include.empty() && !find_fitting(chosen.include, tensor.name)) {
        return "no --include fits its name";
    }
    if (!has_known_elements(tensor)) {
        return "its elements are not F64, F32, F16 or BF16";
    }
    if (chosen.include.empty() && !ends_in(tensor.name, "weight")) {
        return "its name does not end in \"weight\"";
    }
    if (chosen.include.empty() && tensor.shape.size() < 2) {
        return "it has fewer than 2 axes";
    }
    if (tensor.shape.size() > static_cast<std::size_t>(coppice::shape::max_rank)) {
        return "it has more than " + coppice::text(coppice::shape::max_rank) + " axes";
    }
    if (tensor.elements() == 0) {
        return "it has no elements";
    }
    const std::string missing = unmet(how, extents_of(tensor));
    return missing.empty() ? "" : "it is not " + missing;
}

/// One tensor and why it was left alone, of those that are meant if some are.
std::string example_of(
    const std::vector<tensor_info>& tensors, const std::vector<std::string>& reasons,
    const options& chosen) {
    if (tensors.empty()) {
        return "";
    }
    const auto meant = std::find_if(tensors.begin(), tensors.end(), [&](const tensor_info& tensor) {
        return is_meant(tensor, chosen);
    });
    const auto example = meant == tensors.end() ? tensors.begin() : meant;
    return " (\"" + example->name +
           "\": " + reasons[static_cast<std::size_t>(example - tensors.begin())] + ")";
}

} // namespace

coppice::shape extents_of(const tensor_info& tensor) {
    coppice::shape extents;
    for (const std::uint64_t extent : tensor.shape) {
        extents.push_back(static_cast<coppice::index>(extent));
    }
    return extents;
}

std::vector<std::string>
left_alone(const std::vector<tensor_info>& tensors, const options& chosen, const method& how) {
    check_patterns("--include", chosen.include, tensors, chosen);
    check_patterns("--exclude", chosen.exclude, tensors, chosen);
    std::vector<std::string> reasons;
    reasons.reserve(tensors.size());
    for (const tensor_info& tensor : tensors) {
        reasons.push_back(why_alone(tensor, chosen, how));
    }
    if (std::all_of(
            reasons.begin(), reasons.end(), [](const auto& reason) { return !reason.empty(); })) {
        throw std::runtime_error(
            chosen.input.string() + ": found no tensor to prune" +
            example_of(tensors, reasons, chosen) + ", expected at least one; see --include");
    }
    return reasons;
}

} // namespace prune
