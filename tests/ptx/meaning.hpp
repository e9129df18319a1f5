#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "ptx/kernel.hpp"

namespace ptx {

/// An instruction's name at its dots: {"add", "s64"}.
using opcode = std::vector<std::string>;

[[nodiscard]] bool has(const opcode& name, const char* part);

using meaning = decltype(instruction::run);

struct known_opcode {
    std::size_t operands;
    std::vector<std::string> modifiers; ///< that may stand between the opcode and its type
    /// What an instruction does whose operands are known; null for types that are not.
    meaning (*of)(const opcode& name, instruction& to);
};

using known_opcodes = std::map<std::string, known_opcode>;

/// Arithmetic and what moves numbers from register to register.
[[nodiscard]] const known_opcodes& of_numbers();

/// What reads and writes memory, and makes addresses.
[[nodiscard]] const known_opcodes& of_memory();

/// Of an instruction with so many operands and no modifier that would change its meaning.
/// @throws std::runtime_error for one that is not known so
[[nodiscard]] const known_opcode&
expect_known(const opcode& name, std::size_t operands, const std::string& text);

/// @throws std::runtime_error for a type that is not known
void give_meaning(instruction& to, const opcode& name, const known_opcode& known);

} // namespace ptx
