#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "prune/masks.hpp"
#include "prune/options.hpp"
#include "safetensors/header.hpp"

namespace prune {

/// What became of one tensor.
struct tensor_outcome {
    safetensors::tensor_info tensor;
    std::string left_alone; ///< why; empty where it was pruned

    coppice::index groups = 0;
    coppice::index pruned = 0; ///< groups
    /// Groups: had nothing come between; where several tensors are pruned together, those that fell
    /// to this one within its bounds, before rounding.
    coppice::index asked = 0;
    std::string limit;       ///< what came between; empty if nothing did
    std::uint64_t zeros = 0; ///< elements that are zero now, for whatever reason

    /// Of the weights that are not zero, without a word where they are.
    [[nodiscard]] std::uint64_t bytes_left() const;
};

/// What became of a file.
struct outcome {
    options chosen;
    std::vector<tensor_outcome> tensors; ///< in the order of the file
    std::uint64_t file_bytes = 0;
};

/// Sums over the tensors that were pruned.
struct totals {
    std::uint64_t tensors = 0;
    coppice::index groups = 0;
    coppice::index pruned = 0; ///< groups
    coppice::index asked = 0;  ///< groups, had nothing come between
    std::uint64_t weights = 0;
    std::uint64_t zeros = 0;
    std::uint64_t bytes = 0;        ///< as they stand in the file
    std::uint64_t bytes_left = 0;   ///< of the weights that are not zero
    std::uint64_t bytes_bitmap = 0; ///< of these and a bit for each weight that says where they are
};

[[nodiscard]] totals sum(const outcome& done);

/// Tables and sentences; ends with a line end.
[[nodiscard]] std::string text(const outcome& done);

/// Replaces the file by the same as JSON.
/// @throws std::runtime_error where it cannot be written
void write_json(const outcome& done, const std::filesystem::path& path);

} // namespace prune
