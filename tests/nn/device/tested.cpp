// With NN_TESTED=accelerator in the environment all tests of the program compute on an accelerator
// that is the CPU, as on a GPU.

#include <cstdlib>
#include <string_view>

#include "nn/accelerator/accelerated_device.hpp"
#include "nn/accelerator/on_cpu.hpp"
#include "nn/device/device.hpp"

namespace {

[[maybe_unused]] const bool computes_on_accelerator = [] {
    const char* const asked = std::getenv("NN_TESTED");
    if (asked == nullptr || std::string_view(asked) != "accelerator") {
        return false;
    }
    static nn::accelerated_device<nn::test::on_cpu> accelerated;
    static const nn::on_device scope(accelerated);
    return true;
}();

} // namespace
