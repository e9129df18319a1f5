#include <algorithm>
#include <cstring>
#include <functional>
#include <stdexcept>

#include "ptx/types.hpp"

namespace ptx {
namespace {

/// The memory that an access is to, and where it begins there as an address counts. What a thread
/// or block has for itself can be meant by an address of the whole device, too.
[[nodiscard]] bytes& memory_of(thread& t, const instruction& i, address& at, std::size_t size) {
    bytes& shared = t.in().shared;
    bytes& local = t.local();
    if (i.in == space::shared) {
        at += shared.begin();
        return shared;
    }
    if (i.in == space::local) {
        at += local.begin();
        return local;
    }
    if (i.in == space::global) {
        return device().that_holds(at, size);
    }
    return shared.hold(at, size)  ? shared
           : local.hold(at, size) ? local
                                  : device().that_holds(at, size);
}

[[nodiscard]] std::size_t size_of(const instruction& i) {
    return i.size * static_cast<std::size_t>(std::max(i.count, 1));
}

[[nodiscard]] address address_of_access(const thread& t, const instruction& i) {
    return static_cast<address>(i.offset) + (i.from[0] == none ? 0 : t.get<u64>(i.from[0]));
}

[[nodiscard]] const std::byte* parameter_at(const thread& t, const instruction& i) {
    const address at = address_of_access(t, i);
    const std::size_t all = t.in().parameters.size();
    if (at > all || size_of(i) > all - at) {
        throw std::runtime_error("an access beyond the parameters");
    }
    return t.in().parameters.data() + at;
}

enum class access { reads, writes, atomic };

/// Where an access begins in memory of the host.
[[nodiscard]] std::byte* place(thread& t, const instruction& i, access how) {
    const std::size_t size = size_of(i);
    address at = address_of_access(t, i);
    bytes& in = memory_of(t, i, at, size);
    if (!in.hold(at, size)) {
        throw std::runtime_error("an access beyond the memory of a block or thread");
    }
    if (at % size != 0) {
        throw std::runtime_error("an access that is not aligned");
    }
    // A thread's own memory is left out, as registers are: compilers copy what was never set.
    if (how != access::writes && &in != &t.local() && !in.written(at, size)) {
        throw std::runtime_error("what was not written yet is read");
    }
    const bool of_all = &in != &t.local() && &in != &t.in().shared;
    if (of_all && how != access::atomic && !i.at_once && !in.shown(at, size)) {
        throw std::runtime_error("another block writes there, and no fences say which is first");
    }
    if (of_all && how == access::atomic) {
        running_order().atomic();
    }
    if (how != access::reads) {
        in.write(at, size);
    }
    return in.data() + (at - in.begin());
}

[[nodiscard]] meaning loading(std::string_view type) {
    return by_type(stored{}, type, []<class T>() -> meaning {
        return [](thread& t, const instruction& i) {
            const std::byte* const from =
                i.in == space::parameters ? parameter_at(t, i) : place(t, i, access::reads);
            for (int part = 0; part < i.count; ++part) {
                T value;
                std::memcpy(
                    &value, from + static_cast<std::size_t>(part) * sizeof value, sizeof value);
                set_widened(t, i.parts[static_cast<std::size_t>(part)], value);
            }
        };
    });
}

[[nodiscard]] meaning storing(std::string_view type) {
    return by_type(stored{}, type, []<class T>() -> meaning {
        return [](thread& t, const instruction& i) {
            std::byte* const to = place(t, i, access::writes);
            for (int part = 0; part < i.count; ++part) {
                const T value = t.get<T>(i.parts[static_cast<std::size_t>(part)]);
                std::memcpy(
                    to + static_cast<std::size_t>(part) * sizeof value, &value, sizeof value);
            }
        };
    });
}

template <class F>
[[nodiscard]] meaning atomic(std::string_view type, F /*does*/) {
    return by_type(types<u32, u64, i32, i64>{}, type, []<class T>() -> meaning {
        return [](thread& t, const instruction& i) {
            std::byte* const at = place(t, i, access::atomic);
            T before;
            std::memcpy(&before, at, sizeof before);
            const auto after = static_cast<T>(F{}(before, t.get<T>(i.from[1])));
            std::memcpy(at, &after, sizeof after);
            t.set(i.to, before);
        };
    });
}

[[nodiscard]] meaning atomic_of(const opcode& name) {
    const std::string& type = name.back();
    return has(name, "add")   ? atomic(without_sign(type), std::plus<>())
           : has(name, "min") ? atomic(type, [](auto a, auto b) { return std::min(a, b); })
           : has(name, "max") ? atomic(type, [](auto a, auto b) { return std::max(a, b); })
           : has(name, "or")  ? atomic(type, std::bit_or<>())
                              : nullptr;
}

/// A generic address of what a thread or block has for itself, and back.
[[nodiscard]] meaning address_of(const opcode& name) {
    const bool back = has(name, "to");
    if (has(name, "shared")) {
        return back ? meaning{[](thread& t, const instruction& i) {
            t.set(i.to, t.get<u64>(i.from[0]) - t.in().shared.begin());
        }}
                    : meaning{[](thread& t, const instruction& i) {
                          t.set(i.to, t.get<u64>(i.from[0]) + t.in().shared.begin());
                      }};
    }
    if (has(name, "local")) {
        return back ? meaning{[](thread& t, const instruction& i) {
            t.set(i.to, t.get<u64>(i.from[0]) - t.local().begin());
        }}
                    : meaning{[](thread& t, const instruction& i) {
                          t.set(i.to, t.get<u64>(i.from[0]) + t.local().begin());
                      }};
    }
    return has(name, "global") ? of_one(types<u64>{}, "u64", itself()) : nullptr;
}

} // namespace

const known_opcodes& of_memory() {
    using made = instruction;
    static const std::vector<std::string> of_atomics = {"global", "shared", "add",
                                                        "min",    "max",    "or"};
    const auto atomics = [](const opcode& name, made&) { return atomic_of(name); };
    static const known_opcodes known = {
        {"atom", {3, of_atomics, atomics}},
        {"cvta",
         {2,
          {"to", "global", "shared", "local"},
          [](const opcode& name, made&) { return address_of(name); }}},
        {"ld",
         {2,
          {"global", "shared", "local", "volatile", "v2", "v4", "param"},
          [](const opcode& name, made&) { return loading(name.back()); }}},
        {"red", {2, of_atomics, atomics}},
        {"st",
         {2, {"global", "shared", "local", "volatile", "v2", "v4"}, [](const opcode& name, made&) {
              return storing(name.back());
          }}}};
    return known;
}

} // namespace ptx
