#include "data/cifar10.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

#include "files.hpp"
#include "message.hpp"
#include "temporary_directory.hpp"

namespace {

/// Two records, with the labels `label` and `label` + 1; pixels count up from the label.
std::string two_records(std::size_t label) {
    std::string bytes;
    for (std::size_t i = label; i < label + 2; ++i) {
        bytes += static_cast<char>(i) + counting_bytes(3072, i);
    }
    return bytes;
}

struct cifar_directory {
    temporary_directory directory;

    cifar_directory() {
        for (std::size_t i = 1; i <= 5; ++i) {
            write_plain(
                directory / ("data_batch_" + std::to_string(i) + ".bin"), two_records(i - 1));
        }
        write_gzip(directory / "test_batch.bin.gz", two_records(8));
    }

    [[nodiscard]] std::string complaint() const {
        return message_of<std::runtime_error>([&] { data::read_cifar10(directory.path(), 2); });
    }
};

} // namespace

TEST_CASE("cifar10: reads the six files, gzipped or not") {
    const cifar_directory files;
    const data::data_set set = data::read_cifar10(files.directory.path(), 2);
    data::check(set.training);
    data::check(set.test);
    CHECK(set.name == "cifar10");
    CHECK(set.training.count == 10);
    CHECK(set.training.channels == 3);
    CHECK(set.training.height == 32);
    CHECK(set.training.width == 32);
    CHECK(set.training.classes == 10);
    CHECK(set.training.class_names[9] == "truck");
    CHECK(set.training.labels == std::vector<data::label>{0, 1, 1, 2, 2, 3, 3, 4, 4, 5});
    CHECK(set.training.pixels[0] == 0);
    CHECK(set.training.pixels[9 * 3072 + 7] == 12);
    CHECK(set.test.labels == std::vector<data::label>{8, 9});
    CHECK(set.test.pixels[3072] == 9);
}

TEST_CASE("cifar10: a missing file") {
    const cifar_directory files;
    std::filesystem::remove(files.directory / "data_batch_4.bin");
    CHECK(
        files.complaint() == files.directory.path().string() +
                                 ": found no file data_batch_4.bin, expected it or "
                                 "data_batch_4.bin.gz");
}

TEST_CASE("cifar10: a file that ends early, within a record or between two") {
    const cifar_directory files;
    const auto path = files.directory / "data_batch_2.bin";
    const std::string expected = ", expected 6146 bytes (2 records of 3073 bytes)";
    write_plain(path, two_records(0).substr(0, 6145));
    CHECK(files.complaint() == path.string() + ": found 6145 bytes" + expected);
    write_plain(path, two_records(0).substr(0, 3073));
    CHECK(files.complaint() == path.string() + ": found 3073 bytes" + expected);
    write_plain(path, "");
    CHECK(files.complaint() == path.string() + ": found 0 bytes" + expected);
}

TEST_CASE("cifar10: more than the records") {
    const cifar_directory files;
    const auto path = files.directory / "data_batch_5.bin";
    write_plain(path, two_records(0) + "x");
    CHECK(
        files.complaint() ==
        path.string() + ": found more data after record 2, expected the end of the file");
}

TEST_CASE("cifar10: a label out of range") {
    const cifar_directory files;
    const auto path = files.directory / "data_batch_1.bin";
    write_plain(path, two_records(9));
    CHECK(
        files.complaint() ==
        path.string() + ": found the label 10 at record 1, expected a label from 0 to 9");
}
