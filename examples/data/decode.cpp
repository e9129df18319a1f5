#include "data/decode.hpp"

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdio>
#include <initializer_list>
#include <string>
#include <utility>

#include <jerror.h>
#include <jpeglib.h>
#include <png.h>

namespace data {
namespace {

constexpr std::uint64_t most_pixels = std::uint64_t{1} << 26U;

[[noreturn]] void fail(const std::string& found, const std::string& expected) {
    throw broken_image("found " + found + ", expected " + expected);
}

void check_extents(std::uint64_t width, std::uint64_t height) {
    if (width == 0 || height == 0 || width > most_pixels / height) {
        fail(
            "an image of " + std::to_string(width) + " x " + std::to_string(height) + " pixels",
            "1 to " + std::to_string(most_pixels) + " of them");
    }
}

picture empty_picture(std::uint64_t width, std::uint64_t height) {
    check_extents(width, height);
    return {
        static_cast<int>(width), static_cast<int>(height),
        std::vector<std::uint8_t>(static_cast<std::size_t>(3 * width * height))};
}

/// Where libjpeg goes on a fatal error: it knows no exceptions.
struct jpeg_errors {
    jpeg_error_mgr manager; // first, so that libjpeg's pointer to it is one to this, too
    std::jmp_buf back;
    std::array<char, JMSG_LENGTH_MAX> message;
    bool cut_short;
};

jpeg_errors& errors_of(j_common_ptr info) {
    return *reinterpret_cast<jpeg_errors*>(info->err);
}

extern "C" void leave_jpeg(j_common_ptr info) {
    jpeg_errors& errors = errors_of(info);
    info->err->format_message(info, errors.message.data());
    std::longjmp(errors.back, 1);
}

/// Most warnings leave the image whole; those that say where data are missing do not.
extern "C" void note_warning(j_common_ptr info, int level) {
    const int code = info->err->msg_code;
    if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER)) {
        errors_of(info).cut_short = true;
    }
}

/// Rows of cyan, magenta, yellow and black, inverted as Adobe's programs write them.
void to_red_green_blue(const std::uint8_t* from, int width, bool inverted, std::uint8_t* to) {
    for (int x = 0; x < width; ++x, from += 4) {
        const int black = inverted ? from[3] : 255 - from[3];
        for (int channel = 0; channel < 3; ++channel) {
            const int ink = inverted ? from[channel] : 255 - from[channel];
            *to++ = static_cast<std::uint8_t>((ink * black + 127) / 255);
        }
    }
}

/// A decompressor whose memory is given back. What is made between setjmp and longjmp has to be
/// trivial, so that everything else is made before.
struct jpeg_reader {
    jpeg_decompress_struct info{};
    jpeg_errors errors{};
    picture made;
    std::vector<std::uint8_t> row;

    jpeg_reader() = default;
    jpeg_reader(const jpeg_reader&) = delete;
    jpeg_reader& operator=(const jpeg_reader&) = delete;
    ~jpeg_reader() { jpeg_destroy_decompress(&info); }

    /// @return whether libjpeg was content
    bool read_header(std::span<const std::uint8_t> file) {
        info.err = jpeg_std_error(&errors.manager);
        errors.manager.error_exit = leave_jpeg;
        errors.manager.emit_message = note_warning;
        if (setjmp(errors.back) != 0) { // libjpeg knows no other way
            return false;
        }
        jpeg_create_decompress(&info);
        jpeg_mem_src(&info, file.data(), static_cast<unsigned long>(file.size()));
        jpeg_read_header(&info, TRUE);
        const bool inks = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
        info.out_color_space = inks ? JCS_CMYK : JCS_RGB;
        jpeg_calc_output_dimensions(&info);
        return true;
    }

    bool read_pixels() {
        if (setjmp(errors.back) != 0) {
            return false;
        }
        jpeg_start_decompress(&info);
        std::uint8_t* to = made.pixels.data();
        while (info.output_scanline < info.output_height) {
            const bool inks = info.out_color_space == JCS_CMYK;
            JSAMPROW into = inks ? row.data() : to;
            jpeg_read_scanlines(&info, &into, 1);
            if (inks) {
                to_red_green_blue(row.data(), made.width, info.saw_Adobe_marker != FALSE, to);
            }
            to += std::size_t{3} * info.output_width;
        }
        jpeg_finish_decompress(&info);
        return true;
    }
};

picture decode_jpeg(std::span<const std::uint8_t> file) {
    jpeg_reader reader;
    const auto check = [&](bool content) {
        if (!content) {
            fail(
                "a damaged JPEG file (" + std::string(reader.errors.message.data()) + ")",
                "a whole one");
        }
    };
    check(reader.read_header(file));
    reader.made = empty_picture(reader.info.output_width, reader.info.output_height);
    reader.row.resize(std::size_t{4} * reader.info.output_width);
    check(reader.read_pixels());
    if (reader.errors.cut_short) {
        fail("a JPEG file that is cut short", "a whole one");
    }
    return std::move(reader.made);
}

/// What libpng remembers of an image, given back at the end.
struct png_reader {
    png_image image{};

    png_reader() { image.version = PNG_IMAGE_VERSION; }
    png_reader(const png_reader&) = delete;
    png_reader& operator=(const png_reader&) = delete;
    ~png_reader() { png_image_free(&image); }

    void check(int content) const {
        if (content == 0 || PNG_IMAGE_FAILED(image)) {
            fail("a damaged PNG file (" + std::string(image.message) + ")", "a whole one");
        }
    }
};

picture decode_png(std::span<const std::uint8_t> file) {
    png_reader reader;
    reader.check(png_image_begin_read_from_memory(&reader.image, file.data(), file.size()));
    picture made = empty_picture(reader.image.width, reader.image.height);
    reader.image.format = PNG_FORMAT_RGB;
    reader.image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB; // as those of 8 bits: not taken for linear
    const png_color black = {0, 0, 0};
    reader.check(png_image_finish_read(&reader.image, &black, made.pixels.data(), 0, nullptr));
    return made;
}

bool begins_with(std::span<const std::uint8_t> file, std::initializer_list<int> bytes) {
    return file.size() >= bytes.size() && std::equal(bytes.begin(), bytes.end(), file.begin());
}

} // namespace

picture decode_image(std::span<const std::uint8_t> file) {
    if (begins_with(file, {0xFF, 0xD8, 0xFF})) {
        return decode_jpeg(file);
    }
    if (begins_with(file, {0x89, 'P', 'N', 'G'})) {
        return decode_png(file);
    }
    fail("the first bytes of neither a JPEG nor a PNG file", "one of them");
}

} // namespace data
