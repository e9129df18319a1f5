#include "data/cifar_records.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include "data/input_file.hpp"

namespace data {

images cifar_images(int classes) {
    images set;
    set.channels = 3;
    set.height = 32;
    set.width = 32;
    set.classes = classes;
    return set;
}

void append_cifar_file(
    images& set, const std::filesystem::path& path, const cifar_layout& layout,
    std::size_t records) {
    input_file file(path, "a file of " + layout.name + " records");
    const std::size_t size = layout.labels + image_size(set);
    for (std::size_t i = 0; i < records; ++i) {
        const std::vector<std::uint8_t> record = file.read(size);
        if (record.size() < size) {
            file.fail(
                std::to_string(i * size + record.size()) + " bytes",
                std::to_string(records * size) + " bytes (" + std::to_string(records) +
                    " records of " + std::to_string(size) + " bytes)");
        }
        for (std::size_t place = 0; place < layout.labels; ++place) {
            if (record[place] >= layout.classes[place]) {
                file.fail(
                    "the label " + std::to_string(record[place]) + " at record " +
                        std::to_string(i),
                    "a label from 0 to " + std::to_string(layout.classes[place] - 1));
            }
        }
        set.labels.push_back(record[layout.label]);
        const auto pixels = record.begin() + static_cast<std::ptrdiff_t>(layout.labels);
        set.pixels.insert(set.pixels.end(), pixels, record.end());
        ++set.count;
    }
    file.expect_end("record " + std::to_string(records));
}

} // namespace data
