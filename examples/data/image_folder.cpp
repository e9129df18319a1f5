#include "data/image_folder.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

#include "data/decode.hpp"
#include "data/random.hpp"
#include "data/resample.hpp"

namespace data {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void
fail(const fs::path& path, const std::string& found, const std::string& expected) {
    throw std::runtime_error(path.string() + ": found " + found + ", expected " + expected);
}

/// What lies in a directory, in the order of the names' bytes, without hidden files.
template <class Wanted>
std::vector<std::string> names_in(const fs::path& directory, Wanted wanted) {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator(directory)) {
        std::string name = entry.path().filename().string();
        if (name.front() != '.' && wanted(entry)) {
            names.push_back(std::move(name));
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> classes_in(const fs::path& directory, const std::string& without) {
    std::vector<std::string> names =
        names_in(directory, [](const fs::directory_entry& entry) { return entry.is_directory(); });
    std::erase(names, without);
    if (names.empty()) {
        fail(directory, "no folder in it", "one for each class");
    }
    if (names.size() > std::numeric_limits<label>::max()) {
        fail(
            directory, std::to_string(names.size()) + " folders",
            "at most " + std::to_string(std::numeric_limits<label>::max()) + " classes");
    }
    return names;
}

bool named_as_image(const fs::path& path) {
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return ending == ".jpg" || ending == ".jpeg" || ending == ".png";
}

std::vector<std::uint8_t> read_bytes(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(file), {}};
    if (!file) {
        throw broken_image("found no readable file, expected an image");
    }
    return bytes;
}

/// Reads the images of one class after the other.
class folder_reader {
  public:
    folder_reader(data_set& set, const image_folder_options& options)
        : set_(set), options_(options) {}

    /// The class's images, in order, at most as many as asked for.
    [[nodiscard]] images read_class(const fs::path& folder, std::size_t number) {
        images found = same_shape(set_.training);
        for (const std::string& name : names_in(
                 folder, [](const fs::directory_entry& entry) { return !entry.is_directory(); })) {
            if (options_.per_class > 0 && found.count == options_.per_class) {
                break;
            }
            append(found, folder / name, number);
        }
        if (found.count == 0) {
            fail(folder, "no image", "at least one of the class");
        }
        return found;
    }

  private:
    void append(images& to, const fs::path& path, std::size_t number) {
        try {
            if (!named_as_image(path)) {
                throw broken_image("found a file of another kind, expected *.jpg, *.jpeg or *.png");
            }
            const std::vector<std::uint8_t> pixels =
                resample_square(decode_image(read_bytes(path)), options_.size);
            to.pixels.insert(to.pixels.end(), pixels.begin(), pixels.end());
            to.labels.push_back(static_cast<label>(number));
            ++to.count;
        } catch (const broken_image& reason) {
            const std::string sentence = path.string() + ": " + reason.what();
            if (!options_.skip_broken) {
                throw std::runtime_error(sentence);
            }
            set_.skipped.push_back(sentence);
        }
    }

    data_set& set_;
    const image_folder_options& options_;
};

void append_all(images& to, const images& from) {
    to.pixels.insert(to.pixels.end(), from.pixels.begin(), from.pixels.end());
    to.labels.insert(to.labels.end(), from.labels.begin(), from.labels.end());
    to.count += from.count;
}

/// A share of a class's images for the test, in the order in which they lie, and the rest.
void append_split(data_set& to, const images& from, const image_folder_options& options) {
    const long wanted = std::lround(options.test_share * static_cast<double>(from.count));
    const std::size_t tests =
        from.count < 2
            ? 0
            : std::clamp<std::size_t>(static_cast<std::size_t>(wanted), 1, from.count - 1);
    std::vector<std::size_t> order(from.count);
    permute(order, seed_for(options.seed, from.labels.front()));
    std::vector<bool> tested(from.count);
    for (std::size_t i = 0; i < tests; ++i) {
        tested[order[i]] = true;
    }
    for (std::size_t i = 0; i < from.count; ++i) {
        append_image(tested[i] ? to.test : to.training, from, i);
    }
}

void check(const image_folder_options& options) {
    const auto expect = [](bool good, const std::string& found, const std::string& expected) {
        if (!good) {
            throw std::runtime_error("image folder: found " + found + ", expected " + expected);
        }
    };
    expect(
        options.size >= 1 && options.size <= 1024, "a size of " + std::to_string(options.size),
        "1 to 1024 pixels");
    expect(
        options.test_share > 0 && options.test_share < 1,
        "a share of " + std::to_string(options.test_share) + " for the test",
        "one between 0 and 1");
}

} // namespace

data_set read_image_folder(const fs::path& directory, const image_folder_options& options) {
    check(options);
    const bool parts = fs::is_directory(directory / "train");
    const fs::path test = directory / (fs::is_directory(directory / "val") ? "val" : "test");
    if (parts && !fs::is_directory(test)) {
        fail(directory, "a folder train and neither val nor test", "both parts");
    }
    const fs::path training = parts ? directory / "train" : directory;
    const std::vector<std::string> classes = classes_in(training, options.without);
    if (parts && classes_in(test, options.without) != classes) {
        fail(test, "other folders than in " + training.string(), "the same classes");
    }

    data_set result;
    result.name = "image-folder";
    result.training.channels = 3;
    result.training.height = options.size;
    result.training.width = options.size;
    result.training.classes = static_cast<int>(classes.size());
    result.training.class_names = classes;
    result.test = same_shape(result.training);
    folder_reader reader(result, options);
    for (std::size_t number = 0; number < classes.size(); ++number) {
        const images found = reader.read_class(training / classes[number], number);
        if (parts) {
            append_all(result.training, found);
            append_all(result.test, reader.read_class(test / classes[number], number));
        } else {
            append_split(result, found, options);
        }
    }
    if (result.test.count == 0) {
        fail(directory, "no image for the test", "a class of two images or more");
    }
    return result;
}

} // namespace data
