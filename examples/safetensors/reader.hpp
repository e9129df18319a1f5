#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "safetensors/descriptor.hpp"
#include "safetensors/header.hpp"

namespace safetensors {

/// A safetensors file, of which the header is read at once and the elements when they are asked
/// for, so that it may be larger than memory. Nothing is mapped: a file that somebody cuts short in
/// the meantime is an error, not a crash.
///
///     const safetensors::reader file("model.safetensors");
///     for (const safetensors::tensor_info& tensor : file.tensors()) {
///         std::vector<std::byte> elements(tensor.bytes());
///         file.read(tensor, elements);
///     }
///
/// The file is taken for hostile: no memory is asked for by a number that was not held against the
/// size of the file. A tensor's size is known to lie in the file once the constructor returns.
class reader {
  public:
    /// @throws std::runtime_error naming the file, what was found in it and what was expected,
    /// where there is no readable file, it is cut short, or its header is not as `parse_header`
    /// wants it
    explicit reader(std::filesystem::path path);

    /// In the order of their elements in the file.
    [[nodiscard]] const std::vector<tensor_info>& tensors() const { return header_.tensors; }
    [[nodiscard]] const std::optional<metadata_map>& metadata() const { return header_.metadata; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    /// The tensor of this name.
    /// @throws std::runtime_error where there is none
    [[nodiscard]] const tensor_info& find(std::string_view name) const;

    /// Reads all elements of a tensor of this file.
    /// @param to  as many bytes as the tensor has
    /// @throws std::runtime_error where the file cannot be read or has become shorter, and
    /// std::invalid_argument for another number of bytes
    void read(const tensor_info& tensor, std::span<std::byte> to) const;

    /// Reads a part of them.
    /// @param from  the first byte, counted from the tensor's beginning
    void read(const tensor_info& tensor, std::uint64_t from, std::span<std::byte> to) const;

  private:
    [[nodiscard]] std::uint64_t open();
    void read_header(std::uint64_t file_bytes);
    void read_at(std::uint64_t place, std::span<std::byte> to) const;

    std::filesystem::path path_;
    descriptor file_;
    header header_;
    std::uint64_t data_begin_ = 0; ///< bytes before the elements
};

} // namespace safetensors
