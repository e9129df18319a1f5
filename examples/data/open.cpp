#include "data/open.hpp"

#include <algorithm>
#include <stdexcept>

#include "data/cifar10.hpp"
#include "data/cifar100.hpp"
#include "data/idx.hpp"
#include "data/input_file.hpp"

namespace data {
namespace {

data_set read_mnist_layout(const std::filesystem::path& directory) {
    data_set result;
    result.training = read_idx(
        find_file(directory, "train-images-idx3-ubyte"),
        find_file(directory, "train-labels-idx1-ubyte"));
    const std::filesystem::path test_path = find_file(directory, "t10k-images-idx3-ubyte");
    result.test = read_idx(test_path, find_file(directory, "t10k-labels-idx1-ubyte"));
    const auto shape = [](const images& set) {
        return std::to_string(set.height) + " x " + std::to_string(set.width) + " pixels";
    };
    if (shape(result.test) != shape(result.training)) {
        throw std::runtime_error(
            test_path.string() + ": found images of " + shape(result.test) + ", expected " +
            shape(result.training) + " as in the training set");
    }
    return result;
}

std::vector<std::string> fashion_names() {
    return {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
            "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};
}

void check_name(const std::string& name) {
    const std::vector<std::string> known = known_data_sets();
    if (std::find(known.begin(), known.end(), name) != known.end()) {
        return;
    }
    std::string list;
    for (const std::string& one : known) {
        list += (list.empty() ? "" : ", ") + one;
    }
    throw std::runtime_error("data set: found the name '" + name + "', expected one of " + list);
}

void check_directory(const std::string& name, const std::filesystem::path& directory) {
    if (directory.empty()) {
        throw std::runtime_error(
            "data set " + name + ": found no directory, expected one; see --data-directory");
    }
    if (!std::filesystem::is_directory(directory)) {
        throw std::runtime_error(
            "data set " + name + ": found no directory " + directory.string() +
            ", expected the files of the data set in it" +
            (directory == fashion_mnist_directory ? " (Debian's package dataset-fashion-mnist)"
                                                  : ""));
    }
}

data_set read_caltech101(const std::filesystem::path& directory, image_folder_options folder) {
    folder.without = "BACKGROUND_Google";
    const std::filesystem::path within = directory / "101_ObjectCategories";
    return read_image_folder(std::filesystem::is_directory(within) ? within : directory, folder);
}

data_set read_imagenet(const std::filesystem::path& directory, const image_folder_options& folder) {
    for (const char* part : {"train", "val"}) {
        if (!std::filesystem::is_directory(directory / part)) {
            throw std::runtime_error(
                directory.string() + ": found no folder " + part +
                ", expected train and val as ImageNet has them");
        }
    }
    return read_image_folder(directory, folder);
}

data_set read(
    const std::string& name, const std::filesystem::path& directory,
    const image_folder_options& folder) {
    if (name == "cifar10") {
        return read_cifar10(directory);
    }
    if (name == "cifar100") {
        return read_cifar100(directory, cifar100_labels::fine);
    }
    if (name == "cifar100-coarse") {
        return read_cifar100(directory, cifar100_labels::coarse);
    }
    if (name == "caltech101") {
        return read_caltech101(directory, folder);
    }
    if (name == "imagenet") {
        return read_imagenet(directory, folder);
    }
    if (name == "image-folder") {
        return read_image_folder(directory, folder);
    }
    return read_mnist_layout(directory);
}

} // namespace

std::vector<std::string> known_data_sets() {
    return {"mnist",           "fashion-mnist", "cifar10",  "cifar100",
            "cifar100-coarse", "image-folder",  "imagenet", "caltech101"};
}

data_set open_data_set(
    std::string_view name, const std::filesystem::path& directory,
    const image_folder_options& folder) {
    const std::string wanted(name);
    check_name(wanted);
    const bool fashion = wanted == "fashion-mnist";
    const std::filesystem::path where =
        directory.empty() && fashion ? std::filesystem::path(fashion_mnist_directory) : directory;
    check_directory(wanted, where);

    data_set result = read(wanted, where, folder);
    result.name = wanted;
    if (fashion) {
        result.training.class_names = fashion_names();
        result.test.class_names = fashion_names();
    }
    return result;
}

} // namespace data
