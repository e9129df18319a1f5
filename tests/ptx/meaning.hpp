#pragma once

#include <string>
#include <vector>

#include "ptx/kernel.hpp"

namespace ptx {

/// An instruction's name at its dots: {"add", "s64"}.
using opcode = std::vector<std::string>;

[[nodiscard]] bool has(const opcode& name, const char* part);

/// Whether there are as many operands as it takes, and no modifier that would change its meaning.
/// @throws std::runtime_error for an instruction that is not known so
void expect_known(const opcode& name, std::size_t operands, const std::string& text);

/// What an arithmetic instruction or one that moves numbers does, once its operands are known.
/// @throws std::runtime_error for a type that is not known
void give_meaning(instruction& to, const opcode& name);

/// What all lanes of a mask do together that wait at the same instruction.
void do_together(std::vector<thread>& threads, int first, std::uint32_t mask);

} // namespace ptx
