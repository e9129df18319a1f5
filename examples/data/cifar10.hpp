#pragma once

#include <cstddef>
#include <filesystem>

#include "data/images.hpp"

namespace data {

/// Reads CIFAR-10 in its binary layout: `data_batch_1.bin` to `data_batch_5.bin` for training and
/// `test_batch.bin` for the test, each as it is or gzipped (`.bin.gz`).
///
/// A file is a sequence of records: one byte of label, then 32 x 32 bytes each of red, green and
/// blue.
///
/// @param directory         where the six files lie
/// @param records_per_file  how many records each file has to hold
/// @throws std::runtime_error naming the file, what was found in it and what was expected
data_set
read_cifar10(const std::filesystem::path& directory, std::size_t records_per_file = 10'000);

} // namespace data
