#include "data/open.hpp"

#include <algorithm>
#include <stdexcept>

#include "data/cifar10.hpp"
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
            "data set " + name +
            ": found no directory, expected one to be named, because only "
            "fashion-mnist has a default");
    }
    if (!std::filesystem::is_directory(directory)) {
        throw std::runtime_error(
            "data set " + name + ": found no directory " + directory.string() +
            ", expected the files of the data set in it" +
            (directory == fashion_mnist_directory ? " (Debian's package dataset-fashion-mnist)"
                                                  : ""));
    }
}

} // namespace

std::vector<std::string> known_data_sets() {
    return {"mnist", "fashion-mnist", "cifar10"};
}

data_set open_data_set(std::string_view name, const std::filesystem::path& directory) {
    const std::string wanted(name);
    check_name(wanted);
    const bool fashion = wanted == "fashion-mnist";
    const std::filesystem::path where =
        directory.empty() && fashion ? std::filesystem::path(fashion_mnist_directory) : directory;
    check_directory(wanted, where);

    data_set result = wanted == "cifar10" ? read_cifar10(where) : read_mnist_layout(where);
    result.name = wanted;
    if (fashion) {
        result.training.class_names = fashion_names();
        result.test.class_names = fashion_names();
    }
    return result;
}

} // namespace data
