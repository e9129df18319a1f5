#include "data/cifar100.hpp"

#include <fstream>
#include <stdexcept>

#include <doctest/doctest.h>

#include "files.hpp"
#include "message.hpp"
#include "temporary_directory.hpp"

namespace {

using data::cifar100_labels;

std::string record(int coarse, int fine) {
    return std::string{static_cast<char>(coarse), static_cast<char>(fine)} +
           counting_bytes(3072, static_cast<std::size_t>(fine));
}

struct cifar100_directory {
    temporary_directory directory;

    cifar100_directory() {
        write_gzip(directory / "train.bin.gz", record(3, 77) + record(19, 99));
        write_plain(directory / "test.bin", record(0, 1));
    }

    [[nodiscard]] data::data_set read(cifar100_labels which = cifar100_labels::fine) const {
        return data::read_cifar100(directory.path(), which, {.training = 2, .test = 1});
    }
    [[nodiscard]] std::string complaint() const {
        return message_of<std::runtime_error>([&] { static_cast<void>(read()); });
    }
};

} // namespace

TEST_CASE("cifar100: reads both files, gzipped or not, with the fine or the coarse label") {
    const cifar100_directory files;
    const data::data_set fine = files.read();
    data::check(fine.training);
    data::check(fine.test);
    CHECK(fine.name == "cifar100");
    CHECK(fine.training.count == 2);
    CHECK(fine.training.channels == 3);
    CHECK(fine.training.height == 32);
    CHECK(fine.training.classes == 100);
    CHECK(fine.training.labels == std::vector<data::label>{77, 99});
    CHECK(fine.test.labels == std::vector<data::label>{1});
    CHECK(fine.training.pixels[0] == 77); // the first byte of red, after both labels
    CHECK(fine.training.pixels[3072] == 99);

    const data::data_set coarse = files.read(cifar100_labels::coarse);
    data::check(coarse.training);
    CHECK(coarse.name == "cifar100-coarse");
    CHECK(coarse.training.classes == 20);
    CHECK(coarse.training.labels == std::vector<data::label>{3, 19});
    CHECK(coarse.training.pixels == fine.training.pixels);
}

TEST_CASE("cifar100: the names of classes, where they lie beside the files") {
    const cifar100_directory files;
    CHECK(files.read().training.class_names.empty());
    std::string names;
    for (int i = 0; i < 20; ++i) {
        names += "class " + std::to_string(i) + "\n";
    }
    const auto path = files.directory / "coarse_label_names.txt";
    write_plain(path, names + "\n");
    CHECK(files.read(cifar100_labels::coarse).test.class_names.at(19) == "class 19");
    write_plain(path, names + "one too many\n");
    CHECK(message_of<std::runtime_error>([&] {
              static_cast<void>(files.read(cifar100_labels::coarse));
          }) == path.string() + ": found 21 names, expected 20, one a line");
}

TEST_CASE("cifar100: files that are missing, short, long or wrong are refused by name") {
    const cifar100_directory files;
    const auto path = files.directory / "test.bin";
    write_plain(path, record(0, 1).substr(0, 3000));
    CHECK(
        files.complaint() == path.string() + ": found 3000 bytes, expected 3074 bytes (1 records "
                                             "of 3074 bytes)");
    write_plain(path, record(0, 1) + "x");
    CHECK(
        files.complaint() ==
        path.string() + ": found more data after record 1, expected the end of the file");
    write_plain(path, record(0, 100));
    CHECK(
        files.complaint() ==
        path.string() + ": found the label 100 at record 0, expected a label from 0 to 99");
    write_plain(path, record(20, 0)); // also where the coarse label does not count
    CHECK(
        files.complaint() ==
        path.string() + ": found the label 20 at record 0, expected a label from 0 to 19");
    std::filesystem::remove(path);
    CHECK(
        files.complaint() ==
        files.directory.path().string() + ": found no file test.bin, expected it or test.bin.gz");
}
