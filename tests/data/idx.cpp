#include "data/idx.hpp"

#include <stdexcept>

#include <doctest/doctest.h>

#include "files.hpp"
#include "message.hpp"
#include "temporary_directory.hpp"

namespace {

/// A pair of files, good at first: three images of 2 x 4 pixels.
struct idx_pair {
    temporary_directory directory;
    std::filesystem::path images = directory / "images";
    std::filesystem::path labels = directory / "labels";
    std::string good_images = idx_images(3, 2, 4);
    std::string good_labels = idx_labels({7, 0, 9});

    idx_pair() {
        write_plain(images, good_images);
        write_plain(labels, good_labels);
    }

    /// The complaint about a bad images file, without the path in front.
    [[nodiscard]] std::string about_images(const std::string& bytes) const {
        write_plain(images, bytes);
        return complaint(images);
    }

    /// The complaint about a bad labels file, without the path in front.
    [[nodiscard]] std::string about_labels(const std::string& bytes) const {
        write_plain(labels, bytes);
        return complaint(labels);
    }

    [[nodiscard]] std::string complaint(const std::filesystem::path& about) const {
        const std::string whole =
            message_of<std::runtime_error>([&] { data::read_idx(images, labels); });
        const std::string start = about.string() + ": ";
        CHECK(whole.substr(0, start.size()) == start);
        return whole.substr(std::min(start.size(), whole.size()));
    }
};

void check_sample(const data::images& set) {
    data::check(set);
    CHECK(set.count == 3);
    CHECK(set.channels == 1);
    CHECK(set.height == 2);
    CHECK(set.width == 4);
    CHECK(set.classes == 10);
    CHECK(set.labels == std::vector<data::label>{7, 0, 9});
    CHECK(set.pixels.front() == 0);
    CHECK(set.pixels.back() == 23);
}

} // namespace

TEST_CASE("idx: reads plain files") {
    const idx_pair files;
    check_sample(data::read_idx(files.images, files.labels));
}

TEST_CASE("idx: reads gzipped files") {
    const idx_pair files;
    write_gzip(files.images, files.good_images);
    write_gzip(files.labels, files.good_labels);
    check_sample(data::read_idx(files.images, files.labels));
}

TEST_CASE("idx: a missing file") {
    const idx_pair files;
    std::filesystem::remove(files.labels);
    CHECK(
        files.complaint(files.labels) == "found no readable file (No such file or directory), "
                                         "expected an IDX file of labels");
    std::filesystem::remove(files.images);
    CHECK(
        files.complaint(files.images) == "found no readable file (No such file or directory), "
                                         "expected an IDX file of images");
}

TEST_CASE("idx: a wrong magic number") {
    const idx_pair files;
    CHECK(
        files.about_images(files.good_labels) ==
        "found the magic number 0x00000801, expected 0x00000803 (unsigned bytes in 3 dimensions)");
    write_plain(files.images, files.good_images);
    CHECK(
        files.about_labels(files.good_images) ==
        "found the magic number 0x00000803, expected 0x00000801 (unsigned bytes in 1 dimension)");
}

TEST_CASE("idx: a header that ends early") {
    const idx_pair files;
    CHECK(files.about_images("") == "found 0 bytes of header, expected 16 bytes");
    CHECK(
        files.about_images(files.good_images.substr(0, 15)) ==
        "found 15 bytes of header, expected 16 bytes");
    write_plain(files.images, files.good_images);
    CHECK(
        files.about_labels(files.good_labels.substr(0, 7)) ==
        "found 7 bytes of header, expected 8 bytes");
}

TEST_CASE("idx: a body that ends early") {
    const idx_pair files;
    CHECK(
        files.about_images(files.good_images.substr(0, 16 + 23)) ==
        "found 23 bytes of pixels, expected 24 bytes as its header says");
    write_plain(files.images, files.good_images);
    CHECK(
        files.about_labels(files.good_labels.substr(0, 8 + 2)) ==
        "found 2 bytes of labels, expected 3 bytes as its header says");
}

TEST_CASE("idx: more than the header says") {
    const idx_pair files;
    CHECK(
        files.about_images(files.good_images + "x") ==
        "found more data after the last image, expected the end of the file");
    write_plain(files.images, files.good_images);
    CHECK(
        files.about_labels(files.good_labels + "x") ==
        "found more data after the last label, expected the end of the file");
}

TEST_CASE("idx: other numbers of images and labels") {
    const idx_pair files;
    CHECK(
        files.about_labels(idx_labels({1, 2})) ==
        "found 2 labels, expected 3, one for each image of " + files.images.string());
}

TEST_CASE("idx: a label out of range") {
    const idx_pair files;
    CHECK(
        files.about_labels(idx_labels({1, 10, 2})) ==
        "found the label 10 at image 1, expected a label from 0 to 9");
}

TEST_CASE("idx: sizes that cannot be") {
    const idx_pair files;
    const auto header = [](std::uint32_t count, std::uint32_t height, std::uint32_t width) {
        return big_endian(0x0803) + big_endian(count) + big_endian(height) + big_endian(width);
    };
    const std::string expected = ", expected at least one image, with sides of 1 to 65535 pixels";
    CHECK(
        files.about_images(header(0, 2, 4)) ==
        "found a header that speaks of 0 images of 2 x 4 pixels" + expected);
    CHECK(
        files.about_images(header(3, 0, 4)) ==
        "found a header that speaks of 3 images of 0 x 4 pixels" + expected);
    CHECK(
        files.about_images(header(3, 2, 65536)) ==
        "found a header that speaks of 3 images of 2 x 65536 pixels" + expected);
    // 12 GiB in a header of 16 bytes: nothing may be allocated by that number.
    CHECK(
        files.about_images(header(3, 65535, 65535) + "x") ==
        "found 1 bytes of pixels, expected 12884508675 bytes as its header says");
}
