#include "data/image_folder.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

#include "data/normalisation.hpp"
#include "data/open.hpp"
#include "files.hpp"
#include "message.hpp"
#include "pictures.hpp"
#include "temporary_directory.hpp"

namespace {

namespace fs = std::filesystem;

/// Images of one class, of a shade each, some PNG and some JPEG, in an order that is not theirs.
void write_class(const fs::path& folder, int count, int shade) {
    fs::create_directories(folder);
    for (int i = count - 1; i >= 0; --i) {
        const data::picture picture = shaded(8, 6, shade + 10 * i);
        const std::string name = "image_" + std::to_string(i);
        if (i % 2 == 0) {
            write_plain(folder / (name + ".png"), png_of(picture));
        } else {
            write_plain(folder / (name + ".JPEG"), jpeg_of(picture));
        }
    }
}

std::string
folder_complaint(const fs::path& directory, const data::image_folder_options& options = {}) {
    return message_of<std::runtime_error>(
        [&] { static_cast<void>(data::read_image_folder(directory, options)); });
}

/// The mean green of an image: its shade.
int shade_of(const data::images& set, std::size_t image) {
    const std::size_t plane = data::image_size(set) / 3;
    const std::uint8_t* green = set.pixels.data() + (3 * image + 1) * plane;
    int sum = 0;
    for (std::size_t i = 0; i < plane; ++i) {
        sum += green[i];
    }
    return sum / static_cast<int>(plane);
}

} // namespace

TEST_CASE("image folder: parts train and val, as ImageNet has them") {
    const temporary_directory directory;
    write_class(directory / "train" / "n02", 3, 100);
    write_class(directory / "train" / "n01", 2, 20);
    write_class(directory / "val" / "n01", 1, 60);
    write_class(directory / "val" / "n02", 2, 160);
    write_plain(directory / "train" / "n01" / ".hidden", "passed over");
    for (const data::data_set& set :
         {data::read_image_folder(directory.path(), {.size = 4}),
          data::open_data_set("imagenet", directory.path(), {.size = 4})}) {
        data::check(set.training);
        data::check(set.test);
        CHECK(set.training.class_names == std::vector<std::string>{"n01", "n02"});
        CHECK(set.training.channels == 3);
        CHECK(set.training.height == 4);
        CHECK(set.training.labels == std::vector<data::label>{0, 0, 1, 1, 1});
        CHECK(set.test.labels == std::vector<data::label>{0, 1, 1});
        for (std::size_t i = 0; i < 3; ++i) { // by name, whatever the order on disk
            CHECK(std::abs(shade_of(set.training, 2 + i) - (100 + 10 * static_cast<int>(i))) <= 2);
        }
        const data::normalisation scale = data::measure_normalisation(set.training);
        CHECK(scale.mean.size() == 3);
    }
    const auto few = data::read_image_folder(directory.path(), {.size = 4, .per_class = 1});
    CHECK(few.training.labels == std::vector<data::label>{0, 1});
    CHECK(few.test.labels == std::vector<data::label>{0, 1});
}

TEST_CASE("image folder: one folder is split by class and by seed, as for Caltech-101") {
    const temporary_directory directory;
    const fs::path within = directory / "101_ObjectCategories";
    write_class(within / "ant", 10, 40);
    write_class(within / "bee", 5, 60);
    write_class(within / "BACKGROUND_Google", 2, 200);
    const auto read = [&](std::uint64_t seed) {
        return data::open_data_set(
            "caltech101", directory.path(), {.size = 3, .test_share = 0.3, .seed = seed});
    };
    const data::data_set set = read(1);
    data::check(set.training);
    data::check(set.test);
    CHECK(set.training.class_names == std::vector<std::string>{"ant", "bee"});
    CHECK(std::count(set.test.labels.begin(), set.test.labels.end(), 0) == 3);
    CHECK(std::count(set.test.labels.begin(), set.test.labels.end(), 1) == 2);
    CHECK(set.training.count == 10);
    std::vector<int> shades; // every image in one of the parts, once
    for (std::size_t i = 0; i < set.training.count; ++i) {
        shades.push_back(shade_of(set.training, i) / 10 + 100 * set.training.labels[i]);
    }
    for (std::size_t i = 0; i < set.test.count; ++i) {
        shades.push_back(shade_of(set.test, i) / 10 + 100 * set.test.labels[i]);
    }
    std::sort(shades.begin(), shades.end());
    CHECK(std::unique(shades.begin(), shades.end()) == shades.end());
    CHECK(read(1).test.pixels == set.test.pixels);
    CHECK(read(2).test.pixels != set.test.pixels);
    // 102 classes with the background, where it is asked for by another name.
    CHECK(data::read_image_folder(within, {.size = 3}).training.classes == 3);
}

TEST_CASE("image folder: broken files are named, or left out and named where that is asked for") {
    const temporary_directory directory;
    write_class(directory / "a", 3, 40);
    write_class(directory / "b", 2, 80);
    const fs::path cut = directory / "a" / "image_1.JPEG";
    const std::string whole = jpeg_of(shaded(40, 30, 40));
    write_plain(cut, whole.substr(0, whole.size() - 20));
    const std::string sentence =
        cut.string() + ": found a JPEG file that is cut short, expected a whole one";
    CHECK(folder_complaint(directory.path()) == sentence);

    const fs::path other = directory / "b" / "notes.txt";
    write_plain(other, "no image");
    const auto set = data::read_image_folder(directory.path(), {.size = 4, .skip_broken = true});
    CHECK(set.training.count + set.test.count == 4);
    CHECK(
        set.skipped ==
        std::vector<std::string>{
            sentence,
            other.string() + ": found a file of another kind, expected *.jpg, *.jpeg or *.png"});
}

TEST_CASE("image folder: layouts that are none") {
    const temporary_directory directory;
    CHECK(
        folder_complaint(directory.path()) ==
        directory.path().string() + ": found no folder in it, expected one for each class");
    write_class(directory / "train" / "a", 2, 40);
    CHECK(
        folder_complaint(directory.path()) ==
        directory.path().string() +
            ": found a folder train and neither val nor test, expected both parts");
    write_class(directory / "val" / "b", 2, 40);
    CHECK(
        folder_complaint(directory.path()) ==
        (directory / "val").string() + ": found other folders than in " +
            (directory / "train").string() + ", expected the same classes");
    fs::remove_all(directory / "val");
    fs::create_directories(directory / "val" / "a");
    CHECK(
        folder_complaint(directory.path()) ==
        (directory / "val" / "a").string() +
            ": found no image, expected at least one of the class");
    CHECK(
        folder_complaint(directory.path(), {.size = 0}) ==
        "image folder: found a size of 0, expected 1 to 1024 pixels");
    CHECK(
        message_of<std::runtime_error>([&] {
            data::open_data_set("imagenet", directory / "train");
        }) == (directory / "train").string() +
                  ": found no folder train, expected train and val as ImageNet has them");
}

TEST_CASE("image folder: one that leaves no image for the test is refused") {
    const temporary_directory directory;
    write_class(directory / "a", 1, 20);
    write_class(directory / "b", 1, 60);
    CHECK(
        folder_complaint(directory.path()) ==
        directory.path().string() +
            ": found no image for the test, expected a class of two images or more");
    write_class(directory / "b", 2, 60);
    CHECK(data::read_image_folder(directory.path(), {}).test.count == 1);
}
