#include "data/cifar100.hpp"

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "data/cifar_records.hpp"
#include "data/input_file.hpp"

namespace data {
namespace {

constexpr int coarse_classes = 20;
constexpr int fine_classes = 100;

std::vector<std::string> read_names(const std::filesystem::path& path, int classes) {
    std::vector<std::string> names;
    if (!std::filesystem::exists(path)) {
        return names;
    }
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (!line.empty()) {
            names.push_back(line);
        }
    }
    if (names.size() != static_cast<std::size_t>(classes)) {
        throw std::runtime_error(
            path.string() + ": found " + std::to_string(names.size()) + " names, expected " +
            std::to_string(classes) + ", one a line");
    }
    return names;
}

} // namespace

data_set read_cifar100(
    const std::filesystem::path& directory, cifar100_labels which,
    const cifar100_records& records) {
    const bool fine = which == cifar100_labels::fine;
    const cifar_layout layout{
        .name = "CIFAR-100",
        .labels = 2,
        .label = fine ? 1U : 0U,
        .classes = {coarse_classes, fine_classes}};
    data_set result;
    result.name = fine ? "cifar100" : "cifar100-coarse";
    result.training = cifar_images(fine ? fine_classes : coarse_classes);
    result.training.class_names = read_names(
        directory / (fine ? "fine_label_names.txt" : "coarse_label_names.txt"),
        result.training.classes);
    result.test = same_shape(result.training);
    append_cifar_file(result.training, find_file(directory, "train.bin"), layout, records.training);
    append_cifar_file(result.test, find_file(directory, "test.bin"), layout, records.test);
    return result;
}

} // namespace data
