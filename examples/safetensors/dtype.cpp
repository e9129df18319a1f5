#include "safetensors/dtype.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace safetensors {
namespace {

struct entry {
    std::string_view name;
    std::uint64_t bits;
};

/// In the order of the enumeration.
constexpr std::array table{
    entry{"BOOL", 8},    entry{"F4", 4},          entry{"F6_E2M3", 6},     entry{"F6_E3M2", 6},
    entry{"U8", 8},      entry{"I8", 8},          entry{"F8_E5M2", 8},     entry{"F8_E4M3", 8},
    entry{"F8_E8M0", 8}, entry{"F8_E4M3FNUZ", 8}, entry{"F8_E5M2FNUZ", 8}, entry{"I16", 16},
    entry{"U16", 16},    entry{"F16", 16},        entry{"BF16", 16},       entry{"I32", 32},
    entry{"U32", 32},    entry{"F32", 32},        entry{"C64", 64},        entry{"F64", 64},
    entry{"I64", 64},    entry{"U64", 64}};

static_assert(table.size() == static_cast<std::size_t>(dtype::u64) + 1);

const entry& entry_of(dtype type) {
    return table[static_cast<std::size_t>(type)];
}

} // namespace

std::string_view name_of(dtype type) {
    return entry_of(type).name;
}

std::uint64_t bits_of(dtype type) {
    return entry_of(type).bits;
}

std::optional<dtype> find_dtype(std::string_view name) {
    const auto* const found = std::find_if(
        table.begin(), table.end(), [&](const entry& one) { return one.name == name; });
    if (found == table.end()) {
        return std::nullopt;
    }
    return static_cast<dtype>(found - table.begin());
}

std::string dtype_names() {
    std::string names;
    for (const entry& one : table) {
        names.append(names.empty() ? "" : ", ").append(one.name);
    }
    return names;
}

} // namespace safetensors
