#include "data/decode.hpp"

#include <algorithm>
#include <cstdlib>

#include <doctest/doctest.h>

#include "message.hpp"
#include "pictures.hpp"

namespace {

data::picture decoded(const std::string& file) {
    return data::decode_image(bytes_of(file));
}

std::string decoding_complaint(const std::string& file) {
    return message_of<data::broken_image>([&] { static_cast<void>(decoded(file)); });
}

int largest_difference(const data::picture& a, const data::picture& b) {
    REQUIRE(a.pixels.size() == b.pixels.size());
    int largest = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        largest = std::max(largest, std::abs(int{a.pixels[i]} - int{b.pixels[i]}));
    }
    return largest;
}

} // namespace

TEST_CASE("decode_image: a PNG comes back as it was, a JPEG almost") {
    const data::picture picture = shaded(9, 5, 100);
    const data::picture png = decoded(png_of(picture));
    CHECK(png.width == 9);
    CHECK(png.height == 5);
    CHECK(png.pixels == picture.pixels);
    const data::picture jpeg = decoded(jpeg_of(picture));
    CHECK(jpeg.width == 9);
    CHECK(jpeg.height == 5);
    CHECK(largest_difference(jpeg, picture) <= 4);
}

TEST_CASE("decode_image: grey becomes red, green and blue alike") {
    const std::vector<std::uint8_t> grey = {10, 200};
    const std::vector<std::uint8_t> expected = {10, 10, 10, 200, 200, 200};
    CHECK(decoded(png_of(grey, 2, 1, PNG_FORMAT_GRAY)).pixels == expected);
    CHECK(
        largest_difference(decoded(jpeg_of(grey, 2, 1, 1, JCS_GRAYSCALE)), {2, 1, expected}) <= 2);
}

TEST_CASE("decode_image: a PNG of 16 bits is as bright as one of 8") {
    CHECK(decoded(deep_png_of(128)).pixels == std::vector<std::uint8_t>{128, 128, 128});
}

TEST_CASE("decode_image: what is transparent is black") {
    const std::vector<std::uint8_t> seen = {255, 255, 255, 255, 255, 255, 255, 0};
    CHECK(
        decoded(png_of(seen, 2, 1, PNG_FORMAT_RGBA)).pixels ==
        std::vector<std::uint8_t>{255, 255, 255, 0, 0, 0});
}

TEST_CASE("decode_image: inks, inverted as Adobe's programs write them") {
    std::vector<std::uint8_t> inks;
    for (int i = 0; i < 64; ++i) {
        inks.insert(inks.end(), {255, 128, 0, 255}); // no cyan, half magenta, all yellow, no black
    }
    const data::picture made = decoded(jpeg_of(inks, 8, 8, 4, JCS_CMYK));
    CHECK(std::abs(made.pixels[0] - 255) <= 2);
    CHECK(std::abs(made.pixels[1] - 128) <= 2);
    CHECK(std::abs(made.pixels[2] - 0) <= 2);
}

TEST_CASE("decode_image: files that are damaged, cut short or none are refused") {
    const data::picture picture = shaded(40, 30, 100);
    const std::string jpeg = jpeg_of(picture);
    const std::string png = png_of(picture);
    for (std::size_t length = 0; length < jpeg.size() - 2; length += 7) {
        CHECK_FALSE(decoding_complaint(jpeg.substr(0, length)).empty());
    }
    for (std::size_t length = 0; length < png.size() - 12; ++length) { // the end chunk says nothing
        CHECK_FALSE(decoding_complaint(png.substr(0, length)).empty());
    }
    CHECK(
        decoding_complaint(jpeg.substr(0, jpeg.size() - 20)) ==
        "found a JPEG file that is cut short, expected a whole one");
    CHECK(decoding_complaint(jpeg.substr(0, 30)).find("found a damaged JPEG file (") == 0);
    std::string damaged = png;
    damaged[50] = static_cast<char>(damaged[50] ^ 1); // in the pixels: the checksum tells
    CHECK(decoding_complaint(damaged).find("found a damaged PNG file (") == 0);
    CHECK(
        decoding_complaint("GIF89a") ==
        "found the first bytes of neither a JPEG nor a PNG file, expected one of them");
    CHECK(decoding_complaint("").find("found the first bytes") == 0);
}

TEST_CASE("decode_image: a header that promises too much takes no memory") {
    const std::string jpeg = jpeg_of(shaded(8, 8, 100));
    const std::size_t frame = jpeg.find("\xFF\xC0"); // height and width follow after 5 bytes
    REQUIRE(frame != std::string::npos);
    std::string huge = jpeg;
    for (std::size_t i = 5; i < 9; ++i) {
        huge[frame + i] = static_cast<char>(i % 2 == 1 ? 0xFF : 0xDC);
    }
    CHECK(
        decoding_complaint(huge) ==
        "found an image of 65500 x 65500 pixels, expected 1 to 67108864 of them");
}
