#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "safetensors/dtype.hpp"

/// The safetensors format, as Hugging Face specify it: eight bytes with the length of the header,
/// little end first; the header, a JSON object; then the tensors' elements, row-major, one tensor
/// behind the other.
namespace safetensors {

/// One tensor of a file.
struct tensor_info {
    std::string name{};
    dtype type = dtype::f32;
    std::vector<std::uint64_t> shape{}; ///< empty for a scalar
    std::uint64_t begin = 0;            ///< of its elements, in bytes behind the header
    std::uint64_t end = 0;              ///< of its elements

    [[nodiscard]] std::uint64_t bytes() const { return end - begin; }

    /// The product of the shape, which for a tensor of a header that was read fits.
    [[nodiscard]] std::uint64_t elements() const;

    friend bool operator==(const tensor_info&, const tensor_info&) = default;
};

/// Free text about a file, by keys.
using metadata_map = std::map<std::string, std::string>;

/// What stands in a file before the elements.
struct header {
    std::vector<tensor_info> tensors;     ///< in the order of their elements
    std::optional<metadata_map> metadata; ///< `__metadata__`

    /// Bytes of all tensors.
    [[nodiscard]] std::uint64_t bytes() const { return tensors.empty() ? 0 : tensors.back().end; }

    friend bool operator==(const header&, const header&) = default;
};

/// A header of more bytes is refused, as by the format's own library.
inline constexpr std::uint64_t longest_header = 100'000'000;

/// "64 x 3 x 3 x 3", or "a scalar".
[[nodiscard]] std::string to_string(const std::vector<std::uint64_t>& shape);

/// Lays tensors out one behind the other, in the order in which they stand, by their types and
/// shapes alone.
/// @param path  of the file that they are for, for errors
/// @throws std::runtime_error for a tensor with more bytes than 64 bits count
void lay_out(std::vector<tensor_info>& tensors, const std::filesystem::path& path);

/// Reads the text of a header and checks that the tensors fill the data exactly.
/// @param path        of the file, for errors
/// @param data_bytes  that the file holds behind the header
/// @throws std::runtime_error naming the file, the tensor, what was found and what was expected,
/// for text that is no JSON, a tensor named twice, an unknown element type, a shape whose product
/// overflows, and offsets that are not those of the shape, overlap or leave gaps
[[nodiscard]] header
parse_header(std::string_view text, std::uint64_t data_bytes, const std::filesystem::path& path);

/// The text of a header, padded with blanks so that the elements behind it are aligned to 8 bytes.
/// @param path  of the file that it is for, for errors
/// @throws std::runtime_error for whatever `parse_header` would not take back
[[nodiscard]] std::string write_header(const header& contents, const std::filesystem::path& path);

} // namespace safetensors
