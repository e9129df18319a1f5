#include "data/cifar10.hpp"

#include "fuzz/bytes.hpp"
#include "fuzz/reader.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace {

/// A directory of six good files, in which one is replaced again and again.
struct cifar_directory {
    temporary_directory directory;
    std::size_t records;

    explicit cifar_directory(std::size_t records_per_file) : records(records_per_file) {
        const std::vector<std::uint8_t> good(records * 3073, std::uint8_t{7});
        for (int i = 1; i <= 5; ++i) {
            write_file(directory / ("data_batch_" + std::to_string(i) + ".bin"), good);
        }
        write_file(directory / "test_batch.bin", good);
    }

    void read_with(std::span<const std::uint8_t> third_batch) const {
        write_file(directory / "data_batch_3.bin", third_batch);
        check_reader(directory, [this] {
            const data::data_set set = data::read_cifar10(directory.path(), records);
            data::check(set.training);
            data::check(set.test);
            require(set.training.count == 5 * records, "another number of records was read");
        });
    }
};

} // namespace

/// A byte says how many records a file shall have; one of the files follows.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
    static const cifar_directory one(1);
    static const cifar_directory two(2);
    bytes given({input, size});
    const bool both = given.next<std::uint8_t>() % 2 != 0;
    (both ? two : one).read_with(given.rest());
    return 0;
}
