#include "data/decode.hpp"

#include "data/resample.hpp"
#include "fuzz/require.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

/// A file. Small ones are resized, too.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
    try {
        const data::picture made = data::decode_image({input, size});
        const auto pixels =
            static_cast<std::size_t>(made.width) * static_cast<std::size_t>(made.height);
        require(made.pixels.size() == 3 * pixels, "another number of pixels was decoded");
        if (pixels < 100'000) {
            require(data::resample_square(made, 5).size() == 75, "another size was made");
        }
    } catch (const data::broken_image& reason) {
        const std::string sentence = reason.what();
        require(
            sentence.find("found ") == 0 && sentence.find(", expected ") != std::string::npos,
            "an undocumented complaint: " + sentence);
    }
    return 0;
}
