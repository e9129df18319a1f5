#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <jpeglib.h>
#include <png.h>

#include "data/decode.hpp"

/// A picture whose pixels are red = shade + 20 at the left, falling by 1 a column, green = shade
/// and blue = 255 - shade.
inline data::picture shaded(int width, int height, int shade) {
    data::picture made{width, height, {}};
    for (int i = 0; i < width * height; ++i) {
        made.pixels.push_back(static_cast<std::uint8_t>(shade + 20 - i % width));
        made.pixels.push_back(static_cast<std::uint8_t>(shade));
        made.pixels.push_back(static_cast<std::uint8_t>(255 - shade));
    }
    return made;
}

/// A JPEG file of rows of `channels` bytes a pixel in that colour space.
inline std::string jpeg_of(
    const std::vector<std::uint8_t>& pixels, int width, int height, int channels,
    J_COLOR_SPACE space) {
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* memory = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &memory, &size);
    info.image_width = static_cast<JDIMENSION>(width);
    info.image_height = static_cast<JDIMENSION>(height);
    info.input_components = channels;
    info.in_color_space = space;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, 100, TRUE);
    jpeg_start_compress(&info, TRUE);
    for (int y = 0; y < height; ++y) {
        std::vector<std::uint8_t> row(
            pixels.begin() + std::ptrdiff_t{y} * width * channels,
            pixels.begin() + std::ptrdiff_t{y + 1} * width * channels);
        JSAMPROW from = row.data();
        jpeg_write_scanlines(&info, &from, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    std::string bytes(reinterpret_cast<const char*>(memory), size);
    std::free(memory);
    return bytes;
}

inline std::string jpeg_of(const data::picture& of) {
    return jpeg_of(of.pixels, of.width, of.height, 3, JCS_RGB);
}

/// A PNG file of one grey pixel in 16 bits, which says nothing of how it is to be shown.
inline std::string deep_png_of(int shade) {
    png_structp writing = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(writing);
    std::string bytes;
    png_set_write_fn(
        writing, &bytes,
        [](png_structp to, png_bytep some, png_size_t count) {
            auto* const all = static_cast<std::string*>(png_get_io_ptr(to));
            all->append(reinterpret_cast<const char*>(some), count);
        },
        nullptr);
    png_set_IHDR(
        writing, info, 1, 1, 16, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(writing, info);
    const auto half = static_cast<png_byte>(shade);
    const png_byte row[] = {half, half};
    png_write_row(writing, row);
    png_write_end(writing, nullptr);
    png_destroy_write_struct(&writing, &info);
    return bytes;
}

/// A PNG file of pixels in that format (PNG_FORMAT_...).
inline std::string png_of(
    const std::vector<std::uint8_t>& pixels, int width, int height,
    png_uint_32 format = PNG_FORMAT_RGB) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = format;
    png_alloc_size_t size = 0;
    png_image_write_to_memory(&image, nullptr, &size, 0, pixels.data(), 0, nullptr);
    std::string bytes(size, '\0');
    png_image_write_to_memory(&image, bytes.data(), &size, 0, pixels.data(), 0, nullptr);
    bytes.resize(size);
    return bytes;
}

inline std::string png_of(const data::picture& of) {
    return png_of(of.pixels, of.width, of.height);
}

inline std::vector<std::uint8_t> bytes_of(const std::string& text) {
    return {text.begin(), text.end()};
}
