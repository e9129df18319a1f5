#include "ptx/module.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "ptx/meaning.hpp"

namespace ptx {
namespace {

[[nodiscard]] std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blank);
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(blank) - first + 1);
}

/// The parts of a list, at commas outside of brackets, or another mark.
[[nodiscard]] std::vector<std::string_view> parts_of(std::string_view text, char mark = ',') {
    std::vector<std::string_view> parts;
    int depth = 0;
    std::size_t first = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i == text.size() || (text[i] == mark && depth == 0)) {
            if (const std::string_view part = trimmed(text.substr(first, i - first));
                !part.empty()) {
                parts.push_back(part);
            }
            first = i + 1;
        } else if (text[i] == '{' || text[i] == '[' || text[i] == '(') {
            ++depth;
        } else if (text[i] == '}' || text[i] == ']' || text[i] == ')') {
            --depth;
        }
    }
    return parts;
}

/// The bracket that closes the one at `open`.
[[nodiscard]] std::size_t closing(std::string_view text, std::size_t open) {
    const char opens = text[open];
    const char closes = opens == '(' ? ')' : '}';
    int depth = 0;
    for (std::size_t i = open; i < text.size(); ++i) {
        depth += text[i] == opens ? 1 : text[i] == closes ? -1 : 0;
        if (depth == 0) {
            return i;
        }
    }
    throw std::runtime_error("a bracket in a module is not closed");
}

[[nodiscard]] std::string without_comments(std::string_view text) {
    std::string left;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i, 2) == "//") {
            i = std::min(text.find('\n', i), text.size() - 1);
        }
        left += text[i];
    }
    return left;
}

/// A whole number, in base ten or after "0x".
/// @throws std::runtime_error for anything else
[[nodiscard]] std::uint64_t whole_number(std::string_view text) {
    const std::string digits(text.substr(0, text.size() - (text.ends_with('U') ? 1 : 0)));
    const bool negative = digits.starts_with('-');
    std::size_t end = 0;
    if (!digits.empty() &&
        std::isdigit(static_cast<unsigned char>(digits[negative ? 1 : 0])) != 0) {
        const std::uint64_t number = negative
                                         ? static_cast<std::uint64_t>(std::stoll(digits, &end, 0))
                                         : std::stoull(digits, &end, 0);
        if (end == digits.size()) {
            return number;
        }
    }
    throw std::runtime_error("a number that is not known: " + std::string(text));
}

/// Of a type's name, as "b32".
[[nodiscard]] std::size_t bytes_of(std::string_view type) {
    return type == "pred" ? 1 : whole_number(type.substr(1)) / 8;
}

/// A declaration, as ".shared .align 8 .b8 notes[512]".
struct variable {
    std::string name;
    std::size_t align = 1;
    std::size_t size = 0;
};

[[nodiscard]] variable variable_of(std::string_view text) {
    variable made;
    std::size_t element = 0;
    const std::vector<std::string_view> words = parts_of(text, ' ');
    for (std::size_t w = 0; w < words.size(); ++w) {
        if (words[w] == ".align") {
            made.align = whole_number(words[++w]);
        } else if (words[w].front() != '.') {
            const std::size_t extent = words[w].find('[');
            made.name = std::string(words[w].substr(0, extent));
            made.size = element;
            if (extent != std::string_view::npos) {
                made.size *=
                    whole_number(words[w].substr(extent + 1, words[w].size() - extent - 2));
            }
        } else if (std::isdigit(static_cast<unsigned char>(words[w].back())) != 0) {
            element = bytes_of(words[w].substr(1));
        }
    }
    made.align = std::max(made.align, element);
    return made;
}

/// Variables one after the other.
class layout {
  public:
    std::size_t add(const variable& next) {
        const std::size_t offset = (size_ + next.align - 1) / next.align * next.align;
        offsets_[next.name] = offset;
        size_ = offset + next.size;
        return offset;
    }

    [[nodiscard]] std::optional<std::size_t> find(const std::string& name) const {
        const auto found = offsets_.find(name);
        return found == offsets_.end() ? std::nullopt : std::optional(found->second);
    }

    [[nodiscard]] std::size_t size() const { return size_; }

  private:
    std::map<std::string, std::size_t> offsets_;
    std::size_t size_ = 0;
};

struct source {
    std::string_view parameters;
    std::string_view body;
    const layout* shared; ///< of the whole module
};

struct modules {
    std::vector<std::unique_ptr<std::string>> texts;
    std::vector<std::unique_ptr<layout>> shared;
    std::map<std::string, source> sources;
    std::map<std::string, std::unique_ptr<kernel>> read;
    int capability = 0;
};

[[nodiscard]] modules& all() {
    static modules only;
    return only;
}

/// Reads the body of a kernel.
class reader {
  public:
    reader(kernel& to, const source& of) : to_(to), shared_(*of.shared) {
        for (const std::string_view each : parts_of(of.parameters)) {
            const variable declared = variable_of(each);
            to_.parameters.push_back({parameters_.add(declared), declared.size});
        }
        to_.parameter_bytes = parameters_.size();
        read(of.body);
        for (const auto& [at, label] : jumps_) {
            const auto found = labels_.find(label);
            if (found == labels_.end()) {
                throw std::runtime_error("a label that is not known: " + label);
            }
            to_.code[at].target = found->second;
        }
        to_.shared_bytes = shared_.size();
        to_.local_bytes = local_.size();
    }

  private:
    void read(std::string_view body) {
        std::size_t first = 0;
        for (std::size_t i = 0; i < body.size(); ++i) {
            const std::string_view before = trimmed(body.substr(first, i - first));
            if (before.empty() && (body[i] == '{' || body[i] == '}')) {
                body[i] == '{' ? open() : close();
                first = i + 1;
            } else if (body[i] == ':' && before.find_first_of(" \t") == std::string_view::npos) {
                if (!labels_.emplace(before, static_cast<int>(to_.code.size())).second) {
                    throw std::runtime_error("two labels are called " + std::string(before));
                }
                first = i + 1;
            } else if (body[i] == ';') {
                statement(before);
                first = i + 1;
            }
        }
        instruction last;
        last.then = instruction::effect::ends;
        to_.code.push_back(last);
    }

    /// Registers that are declared inside of braces are others than those outside.
    void open() { scopes_.emplace_back(); }
    void close() { scopes_.pop_back(); }

    void statement(std::string_view text) {
        if (text.starts_with(".reg")) {
            declare(
                parts_of(text.substr(text.find_first_of(" \t", text.find_first_of(" \t") + 1))));
        } else if (text.starts_with(".shared")) {
            shared_.add(variable_of(text));
        } else if (text.starts_with(".local")) {
            local_.add(variable_of(text));
        } else if (text.front() != '.') {
            read_instruction(text);
        } else if (!text.starts_with(".pragma")) {
            throw std::runtime_error("a directive that is not known: " + std::string(text));
        }
    }

    /// Registers by name, or at the outside a family of them, as "%r<9>" for %r0 to %r8.
    void declare(const std::vector<std::string_view>& names) {
        for (const std::string_view name : names) {
            const std::size_t count = name.find('<');
            if (count == std::string_view::npos) {
                scopes_.back()[std::string(name)] = to_.registers++;
            } else if (scopes_.size() == 1) {
                families_.emplace_back(name.substr(0, count));
            } else {
                throw std::runtime_error("a declaration that is not known: " + std::string(name));
            }
        }
    }

    void read_instruction(std::string_view text) {
        instruction made;
        made.text = std::string(text);
        if (text.front() == '@') {
            const std::size_t end = text.find_first_of(" \t");
            made.unless = text[1] == '!';
            made.predicate = operand(text.substr(made.unless ? 2 : 1, end - (made.unless ? 2 : 1)));
            text = trimmed(text.substr(end));
        }
        const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
        opcode name;
        for (const std::string_view part : parts_of(text.substr(0, end), '.')) {
            name.emplace_back(part);
        }
        const std::vector<std::string_view> operands = parts_of(text.substr(end));
        if (!read_control(made, name, operands)) {
            const known_opcode& known = expect_known(name, operands.size(), made.text);
            read_data(made, name, operands);
            give_meaning(made, name, known);
        }
        to_.code.push_back(std::move(made));
    }

    /// @return whether it is one that jumps, ends or waits, or nothing that can be seen here
    bool read_control(
        instruction& made, const opcode& name, const std::vector<std::string_view>& operands) {
        const std::string& what = name[0];
        if (what == "bra") {
            made.then = instruction::effect::jumps;
            jumps_.emplace_back(to_.code.size(), std::string(operands[0]));
        } else if (what == "ret" || what == "exit") {
            made.then = instruction::effect::ends;
        } else if (what == "membar" || what == "fence") {
            made.run = [](thread& /*any*/, const instruction& /*none*/) {
                running_order().fence();
            };
        } else if (what == "shfl" || what == "vote" || what == "bar") {
            read_collective(made, name, operands);
        } else {
            return false;
        }
        return true;
    }

    void read_collective(
        instruction& made, const opcode& name, const std::vector<std::string_view>& operands) {
        if (!is_known(name, operands)) {
            throw std::runtime_error("an instruction that is not known: " + made.text);
        }
        made.then = instruction::effect::waits_for_warp;
        if (name[0] == "shfl") {
            made.together = has(name, "up")     ? collective::shuffle_up
                            : has(name, "down") ? collective::shuffle_down
                            : has(name, "bfly") ? collective::shuffle_xor
                                                : collective::shuffle_index;
            results(made, operands[0]);
            for (std::size_t i = 0; i < 4; ++i) {
                made.from[i] = operand(operands[i + 1]);
            }
        } else if (name[0] == "vote") {
            made.together = has(name, "ballot") ? collective::ballot
                            : has(name, "any")  ? collective::any
                                                : collective::all;
            made.to = operand(operands[0]);
            made.from[0] = operand(operands[1]);
            made.from[3] = operand(operands[2]);
        } else if (has(name, "warp")) {
            made.together = collective::warp_barrier;
            made.from[3] = operand(operands[0]);
        } else {
            made.then = instruction::effect::waits_for_block;
            if (has(name, "red")) {
                made.to = operand(operands[0]);
                made.from[0] = operand(operands[2]);
            }
        }
    }

    /// Those of all lanes of a mask, and a single barrier for all threads of a block.
    [[nodiscard]] static bool
    is_known(const opcode& name, const std::vector<std::string_view>& operands) {
        if (name[0] == "shfl") {
            return name.size() == 4 && has(name, "sync") && operands.size() == 5;
        }
        if (name[0] == "vote") {
            return name.size() == 4 && has(name, "sync") && operands.size() == 3 &&
                   (has(name, "ballot") || has(name, "any") || has(name, "all"));
        }
        if (has(name, "warp")) {
            return operands.size() == 1;
        }
        return (name == opcode{"bar", "sync"} && operands.size() == 1 && operands[0] == "0") ||
               (name == opcode{"bar", "red", "or", "pred"} && operands.size() == 3 &&
                operands[1] == "0");
    }

    void read_data(
        instruction& made, const opcode& name, const std::vector<std::string_view>& operands) {
        made.size = bytes_of(name.back());
        if (name[0] == "ld") {
            parts(made, operands[0]);
            address(made, name, operands[1]);
        } else if (name[0] == "st") {
            address(made, name, operands[0]);
            parts(made, operands[1]);
        } else if (name[0] == "atom" || name[0] == "red") {
            const std::size_t at = name[0] == "atom" ? 1 : 0;
            made.to = at == 1 ? operand(operands[0]) : none;
            address(made, name, operands[at]);
            made.from[1] = operand(operands[at + 1]);
        } else if (name[0] == "mov" && operands[0].front() == '{') {
            parts(made, operands[0]);
            made.from[0] = operand(operands[1]);
        } else if (name[0] == "mov" && operands[1].front() == '{') {
            made.to = operand(operands[0]);
            parts(made, operands[1]);
        } else {
            results(made, operands[0]);
            for (std::size_t i = 1; i < operands.size(); ++i) {
                made.from[i - 1] = source_operand(operands[i]);
            }
        }
    }

    /// "to" or "to|also_to"
    void results(instruction& made, std::string_view text) {
        const std::size_t bar = text.find('|');
        made.to = operand(text.substr(0, bar));
        if (bar != std::string_view::npos) {
            made.also_to = operand(text.substr(bar + 1));
        }
    }

    /// A register, or several in braces.
    void parts(instruction& made, std::string_view text) {
        const bool several = text.front() == '{';
        for (const std::string_view part :
             parts_of(several ? text.substr(1, text.size() - 2) : text)) {
            if (made.count == static_cast<int>(made.parts.size())) {
                throw std::runtime_error("a vector that is not known: " + made.text);
            }
            made.parts[static_cast<std::size_t>(made.count++)] = operand(part);
        }
    }

    /// "[register+offset]" or "[variable+offset]"
    void address(instruction& made, const opcode& name, std::string_view text) {
        made.at_once = has(name, "volatile");
        made.in = has(name, "shared")   ? space::shared
                  : has(name, "local")  ? space::local
                  : has(name, "param")  ? space::parameters
                  : has(name, "global") ? space::global
                                        : space::generic;
        text = text.substr(1, text.size() - 2);
        const std::size_t plus = text.find('+');
        const std::string base(trimmed(text.substr(0, plus)));
        if (plus != std::string_view::npos) {
            made.offset = static_cast<std::int64_t>(whole_number(trimmed(text.substr(plus + 1))));
        }
        if (const auto offset = variable_at(base); offset.has_value()) {
            made.offset += static_cast<std::int64_t>(*offset);
        } else {
            made.from[0] = operand(base);
        }
    }

    [[nodiscard]] std::optional<std::size_t> variable_at(const std::string& name) const {
        for (const layout* const each : {&shared_, &local_, &parameters_}) {
            if (const auto found = each->find(name); found.has_value()) {
                return found;
            }
        }
        return std::nullopt;
    }

    /// The register of an operand; constants have one, too.
    int operand(std::string_view text) {
        const std::string name(trimmed(text));
        if (name == "_") {
            return none;
        }
        const auto scope = std::find_if(scopes_.rbegin(), scopes_.rend(), [&](const auto& each) {
            return each.contains(name);
        });
        if (scope != scopes_.rend()) {
            return scope->at(name);
        }
        if (name.front() == '%') {
            return first_met(name);
        }
        if (const auto offset = variable_at(name); offset.has_value()) {
            return constant(*offset);
        }
        return constant(number(name));
    }

    int source_operand(std::string_view text) {
        const int found = operand(text);
        if (found == none) {
            throw std::runtime_error("an operand that is not known: " + std::string(text));
        }
        return found;
    }

    int first_met(const std::string& name) {
        static const std::map<std::string, special> specials = {
            {"%tid.x", special::thread},
            {"%ntid.x", special::threads},
            {"%ctaid.x", special::block},
            {"%nctaid.x", special::blocks},
            {"%laneid", special::lane},
            {"%lanemask_le", special::lanes_up_to},
            {"%lanemask_lt", special::lanes_below},
            {"%tid.y", special::zero},
            {"%tid.z", special::zero},
            {"%ntid.y", special::one},
            {"%ntid.z", special::one}};
        const int made = to_.registers++;
        scopes_.front()[name] = made;
        if (const auto found = specials.find(name); found != specials.end()) {
            to_.specials.emplace_back(made, found->second);
        } else if (std::none_of(families_.begin(), families_.end(), [&](const std::string& each) {
                       return name.starts_with(each) && name.size() > each.size() &&
                              std::all_of(
                                  name.begin() + static_cast<std::ptrdiff_t>(each.size()),
                                  name.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
                   })) {
            throw std::runtime_error("a register that is not known: " + name);
        }
        return made;
    }

    int constant(std::uint64_t value) {
        const auto found =
            std::find_if(to_.constants.begin(), to_.constants.end(), [&](const auto& each) {
                return each.second == value;
            });
        if (found != to_.constants.end()) {
            return found->first;
        }
        to_.constants.emplace_back(to_.registers, value);
        return to_.registers++;
    }

    /// Whole, or the bits of a float or double after "0f" or "0d".
    [[nodiscard]] static std::uint64_t number(const std::string& text) {
        const bool bits = text.starts_with("0f") || text.starts_with("0d");
        return whole_number(bits ? "0x" + text.substr(2) : text);
    }

    kernel& to_;
    layout parameters_;
    layout shared_;
    layout local_;
    std::vector<std::map<std::string, int>> scopes_{1};
    std::vector<std::string> families_;
    std::map<std::string, int> labels_;
    std::vector<std::pair<std::size_t, std::string>> jumps_;
};

/// Shared memory that is declared for all kernels of a module.
[[nodiscard]] std::unique_ptr<layout> shared_of(std::string_view text) {
    constexpr std::string_view mark = "\n.shared ";
    auto made = std::make_unique<layout>();
    for (std::size_t at = text.find(mark); at != std::string_view::npos;
         at = text.find(mark, at + 1)) {
        made->add(variable_of(trimmed(text.substr(at, text.find(';', at) - at))));
    }
    return made;
}

} // namespace

void load(std::string_view text) {
    modules& known = all();
    known.texts.push_back(std::make_unique<std::string>(without_comments(text)));
    const std::string_view whole = *known.texts.back();
    known.shared.push_back(shared_of(whole));
    constexpr std::string_view target = ".target sm_";
    known.capability = std::stoi(std::string(whole.substr(whole.find(target) + target.size(), 3)));
    constexpr std::string_view mark = ".entry ";
    for (std::size_t at = whole.find(mark); at != std::string_view::npos;
         at = whole.find(mark, at)) {
        at += mark.size();
        const std::size_t open = whole.find('(', at);
        const std::size_t close = closing(whole, open);
        const std::size_t body = whole.find('{', close);
        known.sources[std::string(trimmed(whole.substr(at, open - at)))] = {
            whole.substr(open + 1, close - open - 1),
            whole.substr(body + 1, closing(whole, body) - body - 1), known.shared.back().get()};
    }
}

const kernel& kernel_of(const std::string& name) {
    std::unique_ptr<kernel>& found = all().read[name];
    if (found == nullptr) {
        const auto source = all().sources.find(name);
        if (source == all().sources.end()) {
            throw std::runtime_error("no module has the kernel " + name);
        }
        auto made = std::make_unique<kernel>();
        made->name = name;
        static_cast<void>(reader(*made, source->second));
        found = std::move(made);
    }
    return *found;
}

int capability() {
    return all().capability;
}

} // namespace ptx
