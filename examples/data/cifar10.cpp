#include "data/cifar10.hpp"

#include <string>

#include "data/cifar_records.hpp"
#include "data/input_file.hpp"

namespace data {

data_set read_cifar10(const std::filesystem::path& directory, std::size_t records_per_file) {
    const cifar_layout layout{.name = "CIFAR-10", .classes = {10}};
    data_set result;
    result.name = "cifar10";
    result.training = cifar_images(10);
    result.training.class_names = {"airplane", "automobile", "bird",  "cat",  "deer",
                                   "dog",      "frog",       "horse", "ship", "truck"};
    result.test = same_shape(result.training);
    for (int i = 1; i <= 5; ++i) {
        const std::string name = "data_batch_" + std::to_string(i) + ".bin";
        append_cifar_file(result.training, find_file(directory, name), layout, records_per_file);
    }
    append_cifar_file(
        result.test, find_file(directory, "test_batch.bin"), layout, records_per_file);
    return result;
}

} // namespace data
