#include "data/cifar10.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include "data/input_file.hpp"

namespace data {
namespace {

constexpr std::size_t record_size = 1 + 3 * 32 * 32;

void append_file(images& set, const std::filesystem::path& path, std::size_t records) {
    input_file file(path, "a file of CIFAR-10 records");
    for (std::size_t i = 0; i < records; ++i) {
        const std::vector<std::uint8_t> record = file.read(record_size);
        if (record.size() < record_size) {
            file.fail(
                std::to_string(i * record_size + record.size()) + " bytes",
                std::to_string(records * record_size) + " bytes (" + std::to_string(records) +
                    " records of " + std::to_string(record_size) + " bytes)");
        }
        if (record.front() >= set.classes) {
            file.fail(
                "the label " + std::to_string(record.front()) + " at record " + std::to_string(i),
                "a label from 0 to " + std::to_string(set.classes - 1));
        }
        set.labels.push_back(record.front());
        set.pixels.insert(set.pixels.end(), record.begin() + 1, record.end());
        ++set.count;
    }
    file.expect_end("record " + std::to_string(records));
}

} // namespace

data_set read_cifar10(const std::filesystem::path& directory, std::size_t records_per_file) {
    data_set result;
    result.name = "cifar10";
    result.training.channels = 3;
    result.training.height = 32;
    result.training.width = 32;
    result.training.classes = 10;
    result.training.class_names = {"airplane", "automobile", "bird",  "cat",  "deer",
                                   "dog",      "frog",       "horse", "ship", "truck"};
    result.test = same_shape(result.training);
    for (int i = 1; i <= 5; ++i) {
        const std::string name = "data_batch_" + std::to_string(i) + ".bin";
        append_file(result.training, find_file(directory, name), records_per_file);
    }
    append_file(result.test, find_file(directory, "test_batch.bin"), records_per_file);
    return result;
}

} // namespace data
