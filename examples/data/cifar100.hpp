#pragma once

#include <cstddef>
#include <filesystem>

#include "data/images.hpp"

namespace data {

/// Which of CIFAR-100's two labels is learnt.
enum class cifar100_labels {
    fine,   ///< 100 classes
    coarse, ///< 20 superclasses
};

/// How many records the two files of CIFAR-100 hold.
struct cifar100_records {
    std::size_t training = 50'000;
    std::size_t test = 10'000;
};

/// Reads CIFAR-100 in its binary layout: `train.bin` and `test.bin`, each as it is or gzipped
/// (`.bin.gz`). The classes' names are read from `fine_label_names.txt` or
/// `coarse_label_names.txt`, one a line, where that lies beside them, as it is published.
///
/// A file is a sequence of records: one byte of coarse label, one of fine label, then 32 x 32 bytes
/// each of red, green and blue.
///
/// @param directory  where the files lie
/// @throws std::runtime_error naming the file, what was found in it and what was expected
data_set read_cifar100(
    const std::filesystem::path& directory, cifar100_labels which = cifar100_labels::fine,
    const cifar100_records& records = {});

} // namespace data
