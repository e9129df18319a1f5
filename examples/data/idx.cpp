#include "data/idx.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <vector>

#include "data/input_file.hpp"

namespace data {
namespace {

constexpr std::uint32_t images_magic = 0x0803; // unsigned bytes, 3 dimensions
constexpr std::uint32_t labels_magic = 0x0801; // unsigned bytes, 1 dimension
constexpr std::uint32_t largest_side = 65535;  // keeps count * height * width within 64 bits

std::string hexadecimal(std::uint32_t value) {
    std::array<char, 8> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
    const auto length = static_cast<std::size_t>(end - digits.data());
    return "0x" + std::string(digits.size() - length, '0') + std::string(digits.data(), length);
}

std::uint32_t big_endian(const std::vector<std::uint8_t>& bytes, std::size_t index) {
    std::uint32_t value = 0;
    for (std::size_t i = 4 * index; i < 4 * index + 4; ++i) {
        value = value << 8U | bytes[i];
    }
    return value;
}

/// Reads the magic number and `dimensions` sizes.
std::vector<std::uint32_t>
read_header(input_file& file, std::uint32_t magic, std::size_t dimensions) {
    const std::size_t size = 4 * (1 + dimensions);
    const std::vector<std::uint8_t> bytes = file.read(size);
    if (bytes.size() >= 4 && big_endian(bytes, 0) != magic) {
        file.fail(
            "the magic number " + hexadecimal(big_endian(bytes, 0)),
            hexadecimal(magic) + " (unsigned bytes in " + std::to_string(dimensions) +
                (dimensions == 1 ? " dimension)" : " dimensions)"));
    }
    if (bytes.size() < size) {
        file.fail(
            std::to_string(bytes.size()) + " bytes of header", std::to_string(size) + " bytes");
    }
    std::vector<std::uint32_t> sizes;
    for (std::size_t i = 1; i <= dimensions; ++i) {
        sizes.push_back(big_endian(bytes, i));
    }
    return sizes;
}

std::vector<std::uint8_t>
read_body(input_file& file, std::uint64_t size, const std::string& what, const std::string& last) {
    std::vector<std::uint8_t> bytes = file.read(size);
    if (bytes.size() < size) {
        file.fail(
            std::to_string(bytes.size()) + " bytes of " + what,
            std::to_string(size) + " bytes as its header says");
    }
    file.expect_end(last);
    return bytes;
}

void check_labels(const input_file& file, const std::vector<std::uint8_t>& labels, int classes) {
    const auto bad = std::find_if(
        labels.begin(), labels.end(), [classes](std::uint8_t label) { return label >= classes; });
    if (bad != labels.end()) {
        file.fail(
            "the label " + std::to_string(*bad) + " at image " +
                std::to_string(bad - labels.begin()),
            "a label from 0 to " + std::to_string(classes - 1));
    }
}

} // namespace

images read_idx(
    const std::filesystem::path& images_path, const std::filesystem::path& labels_path,
    int classes) {
    input_file images_file(images_path, "an IDX file of images");
    input_file labels_file(labels_path, "an IDX file of labels");

    const std::vector<std::uint32_t> sizes = read_header(images_file, images_magic, 3);
    const std::uint32_t labels = read_header(labels_file, labels_magic, 1).front();
    const std::string shape = std::to_string(sizes[0]) + " images of " + std::to_string(sizes[1]) +
                              " x " + std::to_string(sizes[2]) + " pixels";
    if (sizes[0] == 0 || std::min(sizes[1], sizes[2]) == 0 ||
        std::max(sizes[1], sizes[2]) > largest_side) {
        images_file.fail(
            "a header that speaks of " + shape,
            "at least one image, with sides of 1 to " + std::to_string(largest_side) + " pixels");
    }
    if (labels != sizes[0]) {
        labels_file.fail(
            std::to_string(labels) + " labels",
            std::to_string(sizes[0]) + ", one for each image of " + images_path.string());
    }

    images result;
    result.count = sizes[0];
    result.channels = 1;
    result.height = static_cast<int>(sizes[1]);
    result.width = static_cast<int>(sizes[2]);
    result.classes = classes;
    const std::uint64_t pixels = std::uint64_t{sizes[0]} * sizes[1] * sizes[2];
    result.pixels = read_body(images_file, pixels, "pixels", "the last image");
    const std::vector<std::uint8_t> bytes =
        read_body(labels_file, labels, "labels", "the last label");
    check_labels(labels_file, bytes, classes);
    result.labels.assign(bytes.begin(), bytes.end());
    return result;
}

} // namespace data
