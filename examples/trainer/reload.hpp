#pragma once

#include <cstddef>
#include <filesystem>

#include "trainer/journal.hpp"
#include "trainer/saved_network.hpp"

namespace trainer {

/// Counts the answers of a saved network on the test images of its data set, read as they were in
/// its training, and its size and latency; weights that are zero count as masked.
/// @param data_directory  where the data set lies: see data::open_data_set
/// @throws std::runtime_error for images of other extents or classes than the network's
[[nodiscard]] result measure_again(
    saved_network& saved, const std::filesystem::path& data_directory, std::size_t batch_size,
    int latency_rounds);

} // namespace trainer
