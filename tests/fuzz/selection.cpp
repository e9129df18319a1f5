#include "coppice/backend/eigen.hpp"
#include "coppice/backend/reference.hpp"
#include "coppice/score/l1.hpp"
#include "coppice/score/source.hpp"
#include "coppice/select/candidate.hpp"
#include "fuzz/bytes.hpp"
#include "fuzz/require.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace coppice {
namespace {

constexpr index most_groups = 40000; ///< in all tensors: two chunks of one, and time for a sort

/// What a selection knows of a tensor; `Number` is that of stored scores or of weights.
template <class Number>
struct tensor {
    std::vector<Number> numbers;
    index stride = 1;
    index groups = 0;
    std::vector<mask::word> words;
    index gone = 0;
    index most = 0;
    index k = 0; ///< of a selection that takes the tensor alone

    [[nodiscard]] score::stored source() const requires std::same_as<Number, double> {
        return {numbers.data(), groups};
    }

    [[nodiscard]] score::of_weights<score::l1, float>
    source() const requires std::same_as<Number, float> {
        return {{}, singles(view<const float>(numbers.data(), {groups}, {stride}))};
    }
};

/// The number from `least` to `greatest` that lies `share` / 65536 of the way up.
index between(index least, index greatest, std::uint16_t share) {
    return least + (greatest - least + 1) * share / 65536;
}

/// Groups of a short pattern that repeats. From one repetition to the next its bits count up by a
/// step, so that many different numbers can be made of few bytes.
template <class Number>
tensor<Number> read_tensor(bytes& given, index stride, index room) {
    using bits = std::conditional_t<std::same_as<Number, double>, std::uint64_t, std::uint32_t>;
    tensor<Number> made;
    made.stride = stride;
    const auto few = given.next<std::uint16_t>();
    const auto many = given.next<std::uint8_t>();
    made.groups = 1 + few % 4096 + (many >= 0xF0 ? 4096 * (many & 0xF) : 0);
    made.groups = std::min(made.groups, room);

    const auto pruned = given.next<std::uint64_t>();
    const int turn = given.next<std::uint8_t>() % 64;
    made.words.assign(static_cast<std::size_t>(mask::words(made.groups)), 0);
    backend::reference::keep_all({made.words.data(), made.groups});
    for (std::size_t i = 0; i < made.words.size(); ++i) {
        made.words[i] &= ~std::rotl(pruned, turn * static_cast<int>(i % 64));
    }
    made.gone = made.groups - backend::reference::kept({made.words.data(), made.groups});
    made.most = between(made.gone, made.groups, given.next<std::uint16_t>());
    made.k = between(made.gone, made.most, given.next<std::uint16_t>());

    const auto step = given.next<std::uint8_t>();
    const bits up = static_cast<bits>(step & 0xFU) << (step / 16 % (2 * sizeof(bits)) * 4);
    std::vector<bits> pattern(1 + given.next<std::uint8_t>() % 128);
    for (bits& number : pattern) {
        number = given.next<bits>();
    }
    made.numbers.assign(static_cast<std::size_t>(made.groups * stride), Number(-1));
    for (std::size_t g = 0; g < static_cast<std::size_t>(made.groups); ++g) {
        const bits repetition = static_cast<bits>(g / pattern.size());
        made.numbers[g * static_cast<std::size_t>(stride)] =
            std::bit_cast<Number>(static_cast<bits>(pattern[g % pattern.size()] + repetition * up));
    }
    return made;
}

/// What a backend made of the tensors.
struct outcome {
    std::vector<std::vector<mask::word>> words;
    std::vector<index> counts;
    select::not_a_number fault;
};

/// Calls select(candidates, counts, workspace) for copies of the masks. The workspace is no byte
/// larger than what the backend asks for, so that the sanitizer sees what is written beyond.
template <class Backend, class Number, class Select>
outcome run(const std::vector<tensor<Number>>& tensors, Select select) {
    using source = decltype(tensors.front().source());
    outcome result;
    std::vector<select::candidate<source>> candidates;
    index groups = 0;
    for (const tensor<Number>& one : tensors) {
        result.words.push_back(one.words);
        result.counts.push_back(one.k);
        groups += one.groups;
        candidates.push_back(
            {one.source(), {result.words.back().data(), one.groups}, one.gone, one.most});
    }
    std::vector<std::byte> workspace(static_cast<std::size_t>(
        Backend::select_workspace(static_cast<index>(tensors.size()), groups)));
    result.fault = select(
        std::span<const select::candidate<source>>(candidates), std::span<index>(result.counts),
        workspace.data());
    return result;
}

template <class Backend, class Number>
outcome run_together(const std::vector<tensor<Number>>& tensors, index k) {
    return run<Backend>(tensors, [k](auto candidates, auto counts, std::byte* workspace) {
        return Backend{}.prune_together(candidates, k, counts, workspace);
    });
}

template <class Backend, class Number>
outcome run_each(const std::vector<tensor<Number>>& tensors) {
    return run<Backend>(tensors, [](auto candidates, auto counts, std::byte* workspace) {
        return Backend{}.prune_each(candidates, std::span<const index>(counts), workspace);
    });
}

bool same(const select::not_a_number& a, const select::not_a_number& b) {
    return a.tensor == b.tensor && a.group == b.group;
}

/// The first NaN among the groups that are kept, in those tensors for which takes_part(tensor).
template <class Number, class TakesPart>
select::not_a_number
first_fault(const std::vector<tensor<Number>>& tensors, const TakesPart& takes_part) {
    for (std::size_t t = 0; t < tensors.size(); ++t) {
        const auto scores = tensors[t].source();
        const mask::const_view mask{tensors[t].words.data(), tensors[t].groups};
        for (index g = 0; g < mask.size && takes_part(tensors[t]); ++g) {
            if (mask[g] && std::isnan(scores[g])) {
                return {static_cast<index>(t), g};
            }
        }
    }
    return {};
}

template <class Number>
void check_one(
    const std::string& who, const std::vector<tensor<Number>>& tensors, const outcome& result) {
    for (std::size_t t = 0; t < tensors.size(); ++t) {
        if (result.fault.found()) {
            require(result.words[t] == tensors[t].words, who + " found NaN and changed a mask");
        } else {
            const mask::const_view mask{result.words[t].data(), tensors[t].groups};
            require(
                result.counts[t] == mask.size - backend::reference::kept(mask),
                who + " pruned another number of groups than it should or says");
            require(result.counts[t] <= tensors[t].most, who + " pruned beyond a cap");
        }
    }
}

/// Compares the backends. One of which nothing new is asked need not read a score: `asks` says of
/// what tensors something is asked, and only where there is NaN in another may the answers differ.
template <class Number, class Asks>
void check_both(
    const std::string& what, const std::vector<tensor<Number>>& tensors, const Asks& asks,
    const outcome& eigen, const outcome& reference) {
    check_one("eigen's " + what, tensors, eigen);
    check_one("reference's " + what, tensors, reference);
    const auto of_all = first_fault(tensors, [](const auto&) { return true; });
    const auto of_asked = first_fault(tensors, asks);
    for (const outcome* result : {&eigen, &reference}) {
        require(
            same(result->fault, of_all) || same(result->fault, of_asked),
            what + " of " + (result == &eigen ? "eigen" : "reference") + " answers NaN at (" +
                text(result->fault.tensor) + ", " + text(result->fault.group) +
                "), and the first is at (" + text(of_asked.tensor) + ", " + text(of_asked.group) +
                ")");
    }
    if (!eigen.fault.found() && !reference.fault.found()) {
        require(eigen.words == reference.words, what + ": the masks differ");
        require(eigen.counts == reference.counts, what + ": the counts differ");
    }
}

template <class Number>
void check(bytes given, std::size_t count, index stride, std::uint16_t share) {
    std::vector<tensor<Number>> tensors;
    index room = most_groups;
    index gone = 0;
    index most = 0;
    for (std::size_t t = 0; t < count; ++t) {
        tensors.push_back(
            read_tensor<Number>(given, stride, room - static_cast<index>(count - t - 1)));
        room -= tensors.back().groups;
        gone += tensors.back().gone;
        most += tensors.back().most;
    }
    const index k = between(gone, most, share);
    const outcome eigen = run_together<backend::eigen>(tensors, k);
    check_both(
        "prune_together", tensors, [&](const auto&) { return k > gone; }, eigen,
        run_together<backend::reference>(tensors, k));
    require(
        eigen.fault.found() || std::reduce(eigen.counts.begin(), eigen.counts.end()) == k,
        "prune_together pruned another number of groups than k");
    check_both(
        "prune_each", tensors, [](const auto& one) { return one.k > one.gone; },
        run_each<backend::eigen>(tensors), run_each<backend::reference>(tensors));
}

} // namespace
} // namespace coppice

/// A byte with the number of tensors (bits 0 and 1) and whether they are weights (bit 2) that do
/// not adjoin (bit 3), two bytes for k, then the tensors.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
    bytes given({input, size});
    const auto kind = given.next<std::uint8_t>();
    const std::size_t count = 1 + kind % 4U;
    const auto share = given.next<std::uint16_t>();
    if ((kind & 4U) != 0) {
        coppice::check<float>(given, count, (kind & 8U) != 0 ? 3 : 1, share);
    } else {
        coppice::check<double>(given, count, 1, share);
    }
    return 0;
}
