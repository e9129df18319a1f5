#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "safetensors/descriptor.hpp"
#include "safetensors/header.hpp"

namespace safetensors {

/// Writes a safetensors file from front to back: first the header, then the elements as they come,
/// so that no more than a piece of a tensor needs to be in memory.
///
///     safetensors::writer file("model.safetensors", {{.name = "weight", .shape = {2, 3}}});
///     file.write(std::as_bytes(std::span(weight)));
///     file.finish();
///
/// It is written beside its place under another name and takes its place in `finish`, in one move:
/// whoever opens the file finds the old one or the whole new one, even if the machine fails. The
/// new file may replace the one that the elements are being read from, and has its permissions
/// then. What is there and no plain file is refused: a symbolic link, too, which the move would
/// replace.
class writer {
  public:
    /// @param path      of the file
    /// @param tensors   by name, type and shape, in the order in which their elements will come;
    /// where wider elements come before narrower ones, all are aligned
    /// @param metadata  free text; nothing leaves it out
    /// @throws std::runtime_error where the file cannot be made, or the header would not be
    /// accepted: see parse_header
    writer(
        std::filesystem::path path, std::vector<tensor_info> tensors,
        std::optional<metadata_map> metadata = std::nullopt);

    /// Removes what was written, unless it is finished.
    ~writer();
    writer(writer&&) = delete;
    writer(const writer&) = delete;
    writer& operator=(writer&&) = delete;
    writer& operator=(const writer&) = delete;

    /// With the offsets that the tensors got.
    [[nodiscard]] const std::vector<tensor_info>& tensors() const { return header_.tensors; }

    /// The next bytes of the elements, of one tensor or several.
    /// @throws std::runtime_error where they cannot be written, and std::logic_error where they are
    /// more than the tensors have
    void write(std::span<const std::byte> elements);

    /// Puts the file in its place.
    /// @throws std::runtime_error where that fails, and std::logic_error while elements are missing
    void finish();

  private:
    [[nodiscard]] std::filesystem::file_status replaced() const;
    void make_temporary(bool replaces);
    void keep_permissions(std::filesystem::perms kept) const;
    void put(std::span<const std::byte> bytes);
    [[noreturn]] void fail_to_write() const;

    std::filesystem::path path_;
    std::filesystem::path temporary_;
    descriptor file_;
    header header_;
    std::uint64_t written_ = 0; ///< bytes of elements
};

} // namespace safetensors
