#include "ptx/meaning.hpp"

#include <algorithm>
#include <stdexcept>

namespace ptx {
namespace {

[[noreturn]] void refuse(const std::string& text) {
    throw std::runtime_error("an instruction that is not known: " + text);
}

} // namespace

bool has(const opcode& name, const char* part) {
    return std::find(name.begin(), name.end(), part) != name.end();
}

const known_opcode&
expect_known(const opcode& name, std::size_t operands, const std::string& text) {
    const known_opcodes& some = of_memory().contains(name[0]) ? of_memory() : of_numbers();
    const auto found = some.find(name[0]);
    if (found == some.end() || name.size() < 2 || operands != found->second.operands ||
        !std::all_of(name.begin() + 1, name.end() - 1, [&](const std::string& each) {
            return has(found->second.modifiers, each.c_str());
        })) {
        refuse(text);
    }
    return found->second;
}

void give_meaning(instruction& to, const opcode& name, const known_opcode& known) {
    to.run = known.of(name, to);
    if (to.run == nullptr) {
        refuse(to.text);
    }
}

} // namespace ptx
