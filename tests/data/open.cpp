#include "data/open.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

#include "files.hpp"
#include "message.hpp"
#include "temporary_directory.hpp"

namespace {

void write_mnist_layout(const temporary_directory& directory) {
    write_plain(directory / "train-images-idx3-ubyte", idx_images(3, 4, 4));
    write_plain(directory / "train-labels-idx1-ubyte", idx_labels({7, 0, 9}));
    write_gzip(directory / "t10k-images-idx3-ubyte.gz", idx_images(1, 4, 4));
    write_gzip(directory / "t10k-labels-idx1-ubyte.gz", idx_labels({5}));
}

std::string complaint(const std::string& name, const std::filesystem::path& directory) {
    return message_of<std::runtime_error>([&] { data::open_data_set(name, directory); });
}

} // namespace

TEST_CASE("open_data_set: mnist and fashion-mnist share their layout") {
    const temporary_directory directory;
    write_mnist_layout(directory);
    for (const char* name : {"mnist", "fashion-mnist"}) {
        const data::data_set set = data::open_data_set(name, directory.path());
        data::check(set.training);
        data::check(set.test);
        CHECK(set.name == name);
        CHECK(set.training.count == 3);
        CHECK(set.test.count == 1);
        CHECK(set.test.labels[0] == 5);
    }
    const data::data_set fashion = data::open_data_set("fashion-mnist", directory.path());
    CHECK(fashion.test.class_names.at(9) == "Ankle boot");
}

TEST_CASE("open_data_set: cifar10 goes to its reader") {
    const temporary_directory directory;
    CHECK(
        complaint("cifar10", directory.path()) ==
        directory.path().string() +
            ": found no file data_batch_1.bin, expected it or data_batch_1.bin.gz");
}

TEST_CASE("open_data_set: cifar100 goes to its reader") {
    const temporary_directory directory;
    for (const char* name : {"cifar100", "cifar100-coarse"}) {
        CHECK(
            complaint(name, directory.path()) ==
            directory.path().string() + ": found no file train.bin, expected it or train.bin.gz");
    }
}

TEST_CASE("open_data_set: an unknown name") {
    CHECK(
        complaint("svhn", "/tmp") == "data set: found the name 'svhn', expected one of mnist, "
                                     "fashion-mnist, cifar10, cifar100, cifar100-coarse, "
                                     "image-folder, imagenet, caltech101");
}

TEST_CASE("open_data_set: a directory left out") {
    for (const char* name : {"mnist", "cifar10"}) {
        CHECK(
            complaint(name, {}) == "data set " + std::string(name) +
                                       ": found no directory, expected one; see --data-directory");
    }
}

TEST_CASE("open_data_set: a directory which is none") {
    const temporary_directory directory;
    CHECK(
        complaint("mnist", directory / "none") == "data set mnist: found no directory " +
                                                      (directory / "none").string() +
                                                      ", expected the files of the data set in it");
}

TEST_CASE("open_data_set: a test set of another shape") {
    const temporary_directory directory;
    write_mnist_layout(directory);
    write_gzip(directory / "t10k-images-idx3-ubyte.gz", idx_images(1, 4, 5));
    CHECK(
        complaint("mnist", directory.path()) ==
        (directory / "t10k-images-idx3-ubyte.gz").string() +
            ": found images of 4 x 5 pixels, expected 4 x 4 pixels as in the training set");
}
