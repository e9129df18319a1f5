#include "safetensors/header.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <unordered_set>

#include <nlohmann/json.hpp>

#include "safetensors/failure.hpp"

namespace safetensors {
namespace {

constexpr auto metadata_key = "__metadata__";

/// Takes a header as a parser reports it, piece by piece, so that whatever does not belong there is
/// refused where it stands: no value is built that the format does not have.
class header_builder : public nlohmann::json_sax<nlohmann::json> {
  public:
    explicit header_builder(const std::filesystem::path& path) : path_(path) {}

    [[nodiscard]] header take() { return std::move(made_); }

    bool null() override { refuse("null"); }
    bool boolean(bool value) override { refuse(value ? "true" : "false"); }
    bool number_integer(number_integer_t value) override { refuse(std::to_string(value)); }
    bool number_float(number_float_t /*value*/, const string_t& text) override { refuse(text); }
    bool binary(binary_t& /*value*/) override { refuse("binary data"); }

    bool number_unsigned(number_unsigned_t value) override {
        if (value > largest || (state_ != state::shape && state_ != state::offsets)) {
            refuse(std::to_string(value));
        }
        if (state_ == state::shape) {
            tensor_.shape.push_back(value);
        } else if (offsets_ == 2) {
            refuse("a third number");
        } else {
            (offsets_++ == 0 ? tensor_.begin : tensor_.end) = value;
        }
        return true;
    }

    bool string(string_t& value) override {
        if (state_ == state::metadata) {
            if (!made_.metadata->emplace(key_, value).second) {
                fail(place(), "the key " + in_quotes(key_) + " twice", "each key once");
            }
            return true;
        }
        if (state_ != state::field || key_ != "dtype") {
            refuse("the text " + in_quotes(value));
        }
        const std::optional<dtype> type = find_dtype(value);
        if (!type) {
            fail(place(), "the dtype " + in_quotes(value), "one of " + dtype_names());
        }
        tensor_.type = *type;
        state_ = state::tensor;
        return true;
    }

    bool start_object(std::size_t /*size*/) override {
        if (state_ == state::outside) {
            state_ = state::tensors;
        } else if (state_ == state::named && key_ == metadata_key) {
            made_.metadata.emplace();
            state_ = state::metadata;
        } else if (state_ == state::named) {
            tensor_ = {.name = key_, .type = dtype::f32, .shape = {}, .begin = 0, .end = 0};
            seen_.clear();
            offsets_ = 0;
            state_ = state::tensor;
        } else {
            refuse("an object");
        }
        return true;
    }

    bool key(string_t& name) override {
        key_ = name;
        if (state_ == state::tensors) {
            if (!names_.insert(name).second) {
                fail(path_.string(), "the name " + in_quotes(name) + " twice", "each name once");
            }
            state_ = state::named;
        } else if (state_ == state::tensor) {
            if (name != "dtype" && name != "shape" && name != "data_offsets") {
                fail(
                    place(), "the field " + in_quotes(name), "dtype, shape and data_offsets alone");
            }
            if (!seen_.insert(name).second) {
                fail(place(), "the field " + in_quotes(name) + " twice", "each field once");
            }
            state_ = state::field;
        }
        return true;
    }

    bool end_object() override {
        if (state_ == state::tensor) {
            for (const char* field : {"dtype", "shape", "data_offsets"}) {
                if (!seen_.contains(field)) {
                    fail(place(), "no " + std::string(field), "dtype, shape and data_offsets");
                }
            }
            made_.tensors.push_back(std::move(tensor_));
        }
        state_ = state_ == state::tensors ? state::outside : state::tensors;
        return true;
    }

    bool start_array(std::size_t /*size*/) override {
        if (state_ != state::field || key_ == "dtype") {
            refuse("an array");
        }
        state_ = key_ == "shape" ? state::shape : state::offsets;
        return true;
    }

    bool end_array() override {
        if (state_ == state::offsets && offsets_ != 2) {
            refuse("data_offsets of " + std::to_string(offsets_) + " numbers");
        }
        state_ = state::tensor;
        return true;
    }

    bool parse_error(
        std::size_t position, const std::string& /*last_token*/,
        const nlohmann::json::exception& problem) override {
        const bool encoding = std::string(problem.what()).find("UTF-8") != std::string::npos;
        fail(
            path_.string(),
            (encoding ? "a header that is no UTF-8 at its byte "
                      : "a header that is no JSON at its byte ") +
                std::to_string(position),
            "a JSON object in UTF-8");
    }

  private:
    /// What the next value belongs to.
    enum class state : unsigned char {
        outside,  ///< the header itself
        tensors,  ///< nothing: a name has to come first
        named,    ///< a tensor, or the metadata
        metadata, ///< a key of the metadata
        tensor,   ///< nothing: a field has to come first
        field,    ///< a tensor's field
        shape,
        offsets,
    };

    static constexpr std::uint64_t largest = std::numeric_limits<std::int64_t>::max();

    [[noreturn]] void refuse(const std::string& found) const {
        const std::string number = "a whole number from 0 to " + std::to_string(largest);
        const bool of_tensor = state_ != state::outside && state_ != state::metadata;
        std::string expected = "an object of tensors";
        if (state_ == state::named) {
            expected = key_ == metadata_key ? "an object of texts"
                                            : "an object with dtype, shape and data_offsets";
        } else if (state_ == state::metadata) {
            expected = "a text for the key " + in_quotes(key_);
        } else if (state_ == state::shape) {
            expected = "an extent, " + number;
        } else if (state_ == state::offsets) {
            expected = "two offsets, each " + number;
        } else if (of_tensor) {
            expected = key_ == "dtype"   ? "the name of an element type"
                       : key_ == "shape" ? "an array of extents"
                                         : "an array of two offsets";
        }
        fail(place(), found.size() > 200 ? found.substr(0, 200) + "..." : found, expected);
    }

    [[nodiscard]] std::string place() const {
        switch (state_) {
        case state::outside:
        case state::tensors:
            return path_.string();
        case state::metadata:
            return path_.string() + ": " + metadata_key;
        case state::named:
            return place_of(path_, key_);
        default:
            return place_of(path_, tensor_.name);
        }
    }

    const std::filesystem::path& path_;
    header made_;
    state state_ = state::outside;
    std::string key_;
    tensor_info tensor_;
    int offsets_ = 0;
    std::unordered_set<std::string> names_;
    std::unordered_set<std::string> seen_; ///< fields of the tensor
};

/// Bytes of a tensor, by its type and its shape.
std::uint64_t size_of(const tensor_info& tensor, const std::filesystem::path& path) {
    const std::uint64_t bits = bits_of(tensor.type);
    const std::uint64_t most = std::numeric_limits<std::int64_t>::max() / bits;
    const std::string shape = to_string(tensor.shape) + " " + std::string(name_of(tensor.type));
    std::uint64_t elements = 1;
    for (const std::uint64_t extent : tensor.shape) {
        if (extent != 0 && elements > most / extent) {
            fail(
                place_of(path, tensor.name), "the shape " + shape,
                "one of at most " + std::to_string(most) + " elements");
        }
        elements *= extent;
    }
    if (elements * bits % 8 != 0) {
        fail(place_of(path, tensor.name), "the shape " + shape, "one that fills whole bytes");
    }
    return elements * bits / 8;
}

std::string offsets_of(const tensor_info& tensor) {
    return "the offsets [" + std::to_string(tensor.begin) + ", " + std::to_string(tensor.end) + ")";
}

/// The tensors have to fill the data without gaps and overlaps, each with the bytes of its shape.
void check_layout(
    const header& contents, std::uint64_t data_bytes, const std::filesystem::path& path) {
    const tensor_info* before = nullptr;
    for (const tensor_info& tensor : contents.tensors) {
        const std::uint64_t begin = before == nullptr ? 0 : before->end;
        const std::uint64_t bytes = size_of(tensor, path);
        const std::string place = place_of(path, tensor.name);
        if (tensor.end < tensor.begin) {
            fail(place, offsets_of(tensor), "an end that is not before the beginning");
        }
        if (tensor.end > data_bytes) {
            fail(
                place, offsets_of(tensor),
                "none beyond the " + std::to_string(data_bytes) +
                    " bytes that the file holds behind its header");
        }
        if (tensor.bytes() != bytes) {
            fail(
                place, offsets_of(tensor),
                std::to_string(bytes) + " bytes, those of " + to_string(tensor.shape) + " " +
                    std::string(name_of(tensor.type)));
        }
        if (tensor.begin != begin) {
            fail(
                place,
                offsets_of(tensor) + (tensor.begin > begin
                                          ? ", which leave a gap"
                                          : ", which overlap those of tensor " +
                                                in_quotes(before == nullptr ? "" : before->name)),
                "a beginning at " + std::to_string(begin));
        }
        before = &tensor;
    }
    if (contents.bytes() != data_bytes) {
        fail(
            path.string(), std::to_string(data_bytes) + " bytes behind the header",
            std::to_string(contents.bytes()) + " bytes, those of its tensors");
    }
}

} // namespace

std::uint64_t tensor_info::elements() const {
    std::uint64_t product = 1;
    for (const std::uint64_t extent : shape) {
        product *= extent;
    }
    return product;
}

std::string to_string(const std::vector<std::uint64_t>& shape) {
    std::string written;
    for (const std::uint64_t extent : shape) {
        written.append(written.empty() ? "" : " x ").append(std::to_string(extent));
    }
    return written.empty() ? "a scalar" : written;
}

void lay_out(std::vector<tensor_info>& tensors, const std::filesystem::path& path) {
    std::uint64_t end = 0;
    for (tensor_info& tensor : tensors) {
        const std::uint64_t bytes = size_of(tensor, path);
        if (bytes > std::numeric_limits<std::int64_t>::max() - end) {
            fail(
                place_of(path, tensor.name),
                std::to_string(bytes) + " bytes after " + std::to_string(end) +
                    " bytes of other tensors",
                "fewer than 2^63 in all");
        }
        tensor.begin = end;
        end += bytes;
        tensor.end = end;
    }
}

header
parse_header(std::string_view text, std::uint64_t data_bytes, const std::filesystem::path& path) {
    if (text.empty() || text.front() != '{') {
        fail(
            path.string(),
            text.empty() ? "an empty header"
                         : "a header that begins with " + in_quotes(text.substr(0, 1)),
            "one that begins with \"{\"");
    }
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        // To the parser it would be the end.
        fail(
            path.string(), "a header that is no JSON at its byte " + std::to_string(nul + 1),
            "a JSON object in UTF-8");
    }
    header_builder builder(path);
    nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
    header made = builder.take();
    std::stable_sort(
        made.tensors.begin(), made.tensors.end(), [](const auto& left, const auto& right) {
            return std::tie(left.begin, left.end) < std::tie(right.begin, right.end);
        });
    check_layout(made, data_bytes, path);
    return made;
}

std::string write_header(const header& contents, const std::filesystem::path& path) {
    using nlohmann::json;
    // Written field by field: an object of the JSON library would hide a name that comes twice.
    const auto encoded = [&](const std::string& text) {
        try {
            return json(text).dump();
        } catch (const json::type_error&) {
            fail(path.string(), "the text " + in_quotes(text), "one in UTF-8");
        }
    };
    std::string text = "{";
    if (contents.metadata) {
        std::string entries;
        for (const auto& [key, value] : *contents.metadata) {
            entries.append(entries.empty() ? "" : ",");
            entries.append(encoded(key)).append(":").append(encoded(value));
        }
        text.append("\"").append(metadata_key).append("\":{").append(entries).append("}");
    }
    for (const tensor_info& tensor : contents.tensors) {
        const nlohmann::ordered_json fields = {
            {"dtype", name_of(tensor.type)},
            {"shape", tensor.shape},
            {"data_offsets", {tensor.begin, tensor.end}}};
        text.append(text.size() > 1 ? "," : "").append(encoded(tensor.name));
        text.append(":").append(fields.dump());
    }
    text.append("}");
    text.append((8 - text.size() % 8) % 8, ' ');
    if (text.size() > longest_header) {
        fail(
            path.string(), "a header of " + std::to_string(text.size()) + " bytes",
            "at most " + std::to_string(longest_header));
    }
    static_cast<void>(parse_header(text, contents.bytes(), path));
    return text;
}

} // namespace safetensors
