#pragma once

#include "coppice/backend/grid/backend.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

/// The grid of backend/grid/concept.hpp on the CPU, one lane after the other: what runs here is
/// what a GPU runs, bodies and host's side alike.
namespace on_cpu {

using coppice::index;

/// A number a lane.
template <class T>
class of_lanes {
  public:
    [[nodiscard]] T& operator[](index lane) { return numbers_[static_cast<std::size_t>(lane)]; }
    [[nodiscard]] const T& operator[](index lane) const {
        return numbers_[static_cast<std::size_t>(lane)];
    }

  private:
    std::array<T, coppice::backend::grid::lanes> numbers_;
};

class warp {
  public:
    explicit warp(int number) : number_(number) {}

    [[nodiscard]] int number() const { return number_; }

    template <class F>
    auto each(F f) const { // NOLINT(modernize-use-nodiscard): nothing, where f gives nothing
        using result = decltype(f(0));
        if constexpr (std::is_void_v<result>) {
            for (int lane = coppice::backend::grid::lanes; lane-- > 0;) { // any order will do
                f(lane);
            }
        } else {
            of_lanes<result> numbers;
            for (int lane = 0; lane < coppice::backend::grid::lanes; ++lane) {
                numbers[lane] = f(lane);
            }
            return numbers;
        }
    }

    template <class F>
    [[nodiscard]] std::uint32_t ballot(F f) const {
        std::uint32_t bits = 0;
        each([&](int lane) { bits |= std::uint32_t{f(lane)} << lane; });
        return bits;
    }

    template <class F>
    [[nodiscard]] std::uint32_t unite(F f) const {
        std::uint32_t all = 0;
        each([&](int lane) { all |= f(lane); });
        return all;
    }

    template <class F>
    [[nodiscard]] index sum(F f) const {
        index all = 0;
        each([&](int lane) { all += f(lane); });
        return all;
    }

    template <class F>
    [[nodiscard]] of_lanes<index> sums_before(F f) const {
        index all = 0;
        return each([&](int lane) { return std::exchange(all, all + f(lane)); });
    }

    template <class T, class Join>
    [[nodiscard]] T fold(of_lanes<T> numbers, Join join) const {
        for (int half = coppice::backend::grid::lanes / 2; half > 0; half /= 2) {
            for (int lane = 0; lane < half; ++lane) {
                numbers[lane] = join(numbers[lane], numbers[lane + half]);
            }
        }
        return numbers[0];
    }

    template <class F>
    auto once(F f) const { // NOLINT(modernize-use-nodiscard): as above
        return f();
    }

    template <class T>
    [[nodiscard]] T same(const of_lanes<T>& numbers, index lane) const {
        return numbers[lane];
    }

    static void sync() {}

    template <class T>
    static T add(T* at, T number) {
        return std::exchange(*at, *at + number);
    }
    static void lower(index* at, index number) { *at = std::min(*at, number); }
    static void set(coppice::mask::word* word, coppice::mask::word bits) { *word |= bits; }

  private:
    int number_;
};

class block {
  public:
    block(index number, index count) : number_(number), count_(count) {}

    [[nodiscard]] index number() const { return number_; }
    [[nodiscard]] index count() const { return count_; }

    /// Those of the bodies that follow one another lie side by side.
    template <class T>
    [[nodiscard]] T& shared() {
        constexpr std::size_t line = 16;
        static_assert(alignof(T) <= line);
        std::byte* const start = shared_.data() + taken_;
        taken_ += (sizeof(T) + line - 1) / line * line;
        if (taken_ > most_shared) {
            throw std::length_error("a GPU's block has not so much memory");
        }
        std::memset(start, 0xA5, sizeof(T));
        return *reinterpret_cast<T*>(start);
    }

    template <class F>
    void each_warp(F f) {
        for (int number = 0; number < coppice::backend::grid::warps_in_block; ++number) {
            f(warp(number));
        }
    }

    [[nodiscard]] bool last(index* arrived) const {
        *arrived = (*arrived + 1) % count_;
        return *arrived == 0;
    }

  private:
    static constexpr std::size_t most_shared = 48 << 10; // what every GPU has

    index number_;
    index count_;
    std::size_t taken_ = 0;
    alignas(std::max_align_t) std::array<std::byte, most_shared> shared_;
};

class grid {
  public:
    template <class T>
    using buffer = std::vector<T>;

    template <class T>
    [[nodiscard]] buffer<T> allocate(index n) const {
        buffer<T> memory(static_cast<std::size_t>(n));
        fill(memory.data(), n * static_cast<index>(sizeof(T)), std::byte{0xA5});
        return memory;
    }

    template <class Body>
    void launch(index blocks, const Body& body) const {
        static_assert(std::is_trivially_copy_constructible_v<Body>);
        static_assert(std::is_trivially_destructible_v<Body>);
        const index last = launched++ % std::max<index>(blocks, 1);
        for (index before = blocks; before-- > 0;) { // any order will do
            block one((last + before) % blocks, blocks);
            body(one);
        }
    }

    [[nodiscard]] static index blocks_at_once() { return 3; }

    static void clear(void* at, index bytes) { fill(at, bytes, std::byte{0}); }
    static void to_grid(void* to, const void* from, index bytes) { within(to, from, bytes); }
    static void to_host(void* to, const void* from, index bytes) { within(to, from, bytes); }
    static void within(void* to, const void* from, index bytes) {
        if (bytes > 0) {
            std::memcpy(to, from, static_cast<std::size_t>(bytes));
        }
    }

    static void sort_pairs(
        std::uint64_t* keys, std::uint64_t* other_keys, std::uint32_t* numbers,
        std::uint32_t* other_numbers, index n, std::byte* /*space*/, index bytes) {
        sorts_with_more_memory += bytes < space_to_sort(n) ? 1 : 0;
        std::vector<std::pair<std::uint64_t, std::uint32_t>> pairs;
        for (index i = 0; i < n; ++i) {
            pairs.emplace_back(keys[i], numbers[i]);
            other_keys[i] = ~keys[i]; // whatever was there is lost
            other_numbers[i] = ~numbers[i];
        }
        std::stable_sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) {
            return a.first < b.first;
        });
        for (const auto& [key, number] : pairs) {
            *keys++ = key;
            *numbers++ = number;
        }
    }

    [[nodiscard]] static index space_to_sort(index n) { return 2 * n; }

    /// How often sorting would have taken memory.
    static inline int sorts_with_more_memory = 0;

  private:
    static inline index launched = 0;

    /// Memory of no size may be null, which memset may not be given.
    static void fill(void* at, index bytes, std::byte with) {
        std::fill_n(static_cast<std::byte*>(at), bytes, with);
    }
};

/// The backend on that grid, with scratch of its own.
template <coppice::backend::grid::selection_tuning Tuning, coppice::index Scratch = 4096>
class grid_backend : public coppice::backend::grid::on_grid<grid, Tuning> {
  public:
    grid_backend() : grid_backend(std::vector<std::byte>(static_cast<std::size_t>(Scratch))) {}

  private:
    explicit grid_backend(std::vector<std::byte> scratch)
        : coppice::backend::grid::on_grid<grid, Tuning>({}, scratch), owned_(std::move(scratch)) {}

    std::vector<std::byte> owned_;
};

} // namespace on_cpu
