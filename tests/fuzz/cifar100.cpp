#include "data/cifar100.hpp"

#include "fuzz/bytes.hpp"
#include "fuzz/reader.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace {

/// A directory of two good files, in which the one for training is replaced again and again.
struct cifar100_directory {
    temporary_directory directory;

    cifar100_directory() {
        write_file(directory / "test.bin", std::vector<std::uint8_t>(3074, std::uint8_t{7}));
    }

    void read_with(
        std::span<const std::uint8_t> training, std::size_t records,
        data::cifar100_labels which) const {
        write_file(directory / "train.bin", training);
        check_reader(directory, [&] {
            const data::data_set set =
                data::read_cifar100(directory.path(), which, {.training = records, .test = 1});
            data::check(set.training);
            data::check(set.test);
            require(set.training.count == records, "another number of records was read");
        });
    }
};

} // namespace

/// A byte says how many records the file shall have and which label counts; the file follows.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
    static const cifar100_directory files;
    bytes given({input, size});
    const auto choice = given.next<std::uint8_t>();
    files.read_with(
        given.rest(), choice % 2 + 1U,
        choice % 4 < 2 ? data::cifar100_labels::fine : data::cifar100_labels::coarse);
    return 0;
}
