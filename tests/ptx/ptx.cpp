#include <cstddef>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "ptx/launch.hpp"
#include "ptx/memory.hpp"
#include "ptx/module.hpp"

namespace {

/// A module with one kernel, which is given the address of some numbers of 32 bits in %rd1, a
/// thread's number in %r1 and the address of its own number in %rd2.
void load_kernel(const std::string& name, const std::string& body) {
    ptx::load(
        ".version 9.0\n.target sm_75\n.address_size 64\n.visible .entry " + name +
        "(\n.param .u64 " + name + "_param_0\n)\n.maxntid 64, 1, 1\n{\n.reg .pred %p<4>;\n" +
        ".reg .b32 %r<9>;\n.reg .b64 %rd<9>;\nld.param.u64 %rd1, [" + name +
        "_param_0];\nmov.u32 %r1, %tid.x; // its number\nmul.wide.u32 %rd2, %r1, 4;\n"
        "add.s64 %rd2, %rd1, %rd2;\n" +
        body + "\nret;\n}\n");
}

/// Numbers in memory of the device.
class numbers {
  public:
    explicit numbers(std::vector<std::uint32_t> values) : values_(std::move(values)) {
        const std::size_t size = values_.size() * sizeof(std::uint32_t);
        at_ = ptx::device().allocate(size);
        std::memcpy(at_, values_.data(), size);
        const auto first = reinterpret_cast<ptx::address>(at_);
        ptx::device().that_holds(first, size).write(first, size);
    }
    numbers(const numbers&) = delete;
    numbers& operator=(const numbers&) = delete;
    ~numbers() { ptx::device().free(at_); }

    /// What a kernel leaves of them, run by blocks of as many threads.
    const std::vector<std::uint32_t>&
    after(const std::string& kernel, unsigned threads, unsigned blocks = 1) {
        std::vector<std::byte> parameters(sizeof at_);
        std::memcpy(parameters.data(), &at_, sizeof at_);
        ptx::launch(ptx::kernel_of(kernel), blocks, threads, parameters);
        std::memcpy(values_.data(), at_, values_.size() * sizeof(std::uint32_t));
        return values_;
    }

  private:
    std::vector<std::uint32_t> values_;
    void* at_ = nullptr;
};

[[nodiscard]] std::vector<std::uint32_t> counted(std::size_t n) {
    std::vector<std::uint32_t> values(n);
    std::iota(values.begin(), values.end(), 0U);
    return values;
}

TEST_CASE("lanes of a warp exchange numbers, and a lane without another keeps its own") {
    load_kernel(
        "exchange", "ld.global.u32 %r2, [%rd2];\n"
                    "shfl.sync.down.b32 %r3|%p1, %r2, 16, 31, -1;\n"
                    "@!%p1 add.s32 %r3, %r3, 1000;\n"
                    "st.global.u32 [%rd2], %r3;");
    numbers some(counted(64));
    const std::vector<std::uint32_t>& left = some.after("exchange", 64);
    for (std::uint32_t t = 0; t < 64; ++t) {
        CHECK(left[t] == (t % 32 < 16 ? t + 16 : t + 1000));
    }
}

/// What an instruction leaves in %rd3, %r3 or %p1, of operands in %r2 and %rd4.
[[nodiscard]] std::uint32_t result_of(const std::string& text, const std::string& kept) {
    static int count = 0;
    const std::string name = "result" + std::to_string(++count);
    load_kernel(name, text + ";\n" + kept + ";\nst.global.u32 [%rd2], %r4;");
    return numbers({0}).after(name, 1)[0];
}

[[nodiscard]] std::uint32_t of_32(const std::string& text) {
    return result_of(text, "mov.u32 %r4, %r3");
}

/// The upper half.
[[nodiscard]] std::uint32_t of_64(const std::string& text) {
    return result_of(text, "shr.u64 %rd5, %rd3, 32;\ncvt.u32.u64 %r4, %rd5");
}

[[nodiscard]] std::uint32_t of_predicate(const std::string& text) {
    return result_of(text, "selp.u32 %r4, 1, 0, %p1");
}

TEST_CASE("instructions do what the instruction set says, at its edges too") {
    constexpr std::uint32_t lowest = 0x80000000;
    CHECK(of_32("add.s32 %r3, 2147483647, 1") == lowest);
    CHECK(of_32("mul.lo.s32 %r3, -2147483648, -1") == lowest);
    CHECK(of_32("mul.lo.u16 %r3, 65535, 65535") == 1);
    CHECK(of_32("mad.lo.s32 %r3, 65536, 65536, 7") == 7);
    CHECK(of_64("mul.wide.s32 %rd3, -3, 1") == 0xFFFFFFFF);
    CHECK(of_64("mul.wide.u32 %rd3, -1, 2") == 1);
    CHECK(of_32("div.s32 %r3, -7, 2") == static_cast<std::uint32_t>(-3));
    CHECK(of_32("rcp.rn.f32 %r3, 0fC0000000") == 0xBF000000);          // of -2
    CHECK(of_32("rcp.rn.f32 %r3, 0f80000000") == 0xFF800000);          // of -0
    CHECK(of_64("rcp.rn.f64 %rd3, 0d4010000000000000") == 0x3FD00000); // of 4
    CHECK(of_32("rem.s32 %r3, -7, 2") == static_cast<std::uint32_t>(-1));
    CHECK(of_32("shr.s32 %r3, -8, 40") == 0xFFFFFFFF);
    CHECK(of_32("shr.u32 %r3, -8, 40") == 0);
    CHECK(of_32("shl.b32 %r3, 1, 32") == 0);
    CHECK(of_32("bfi.b32 %r3, 7, 0, 30, 3") == 0xC0000000);
    CHECK(of_32("bfi.b32 %r3, -1, 0, 0, 32") == 0xFFFFFFFF);
    CHECK(of_32("popc.b64 %r3, -1") == 64);
    CHECK(of_32("clz.b32 %r3, 0") == 32);
    CHECK(of_32("min.s32 %r3, -1, 1") == 0xFFFFFFFF);
    CHECK(of_32("min.u32 %r3, -1, 1") == 1);
    CHECK(of_32("min.f32 %r3, 0f00000000, 0f80000000") == lowest);
    CHECK(of_32("min.f32 %r3, 0f80000000, 0f00000000") == lowest);
    CHECK(of_32("max.f32 %r3, 0f80000000, 0f00000000") == 0);
    CHECK(of_32("max.f32 %r3, 0f00000000, 0f80000000") == 0);
    CHECK(of_32("max.f32 %r3, 0f7FC00000, 0f3F800000") == 0x3F800000);
    CHECK(of_32("cvt.rzi.s32.f32 %r3, 0fC02CCCCD") == static_cast<std::uint32_t>(-2)); // of -2.7
    CHECK(of_32("cvt.rzi.u32.f32 %r3, 0fC02CCCCD") == 0);
    CHECK(of_32("cvt.rzi.s32.f32 %r3, 0f7FC00000") == 0);
    CHECK(of_64("cvt.rzi.s64.f64 %rd3, 0d7FF8000000000000") == lowest);
    CHECK(of_32("cvt.s32.s8 %r3, 200") == static_cast<std::uint32_t>(-56));
    CHECK(of_predicate("setp.lt.s32 %p1, -1, 0") == 1);
    CHECK(of_predicate("setp.lt.u32 %p1, -1, 0") == 0);
    CHECK(of_predicate("setp.ne.f32 %p1, 0f7FC00000, 0f00000000") == 0);
    CHECK(of_predicate("setp.neu.f32 %p1, 0f7FC00000, 0f00000000") == 1);
    CHECK(of_predicate("setp.num.f32 %p1, 0f7FC00000, 0f00000000") == 0);
}

TEST_CASE(
    "an instruction that is not known is refused, and so is one with a modifier that is not") {
    for (const char* const text :
         {"add.sat.s32 %r3, 1, 2", "add.cc.u32 %r3, 1, 2", "mul.hi.u32 %r3, 1, 2", "trap",
          "setp.lt.and.s32 %p1, 1, 2, %p2", "vote.sync.uni.pred %p1, %p2, -1", "bar.sync 1",
          "cvt.rni.s32.f32 %r3, 0f3F800000", "mov.u32 %r3, %clock", "mov.u32 %r3, 0b101",
          "sqrt.approx.f32 %r3, 0f3F800000", "bra $nowhere", ".loc 1 2 3", "add.s32 %r3, 1",
          "neg.s32 %r3, _", "shfl.idx.b32 %r3, %r2, 0, 31"}) {
        CAPTURE(text);
        CHECK_THROWS_WITH_AS(
            static_cast<void>(of_32(text)), doctest::Contains("not known"), std::runtime_error);
    }
}

TEST_CASE("a register declared within braces is another than the one outside") {
    load_kernel(
        "scopes", "mov.u32 %r2, 7;\n{ .reg .b32 %r2; mov.u32 %r2, 9; }\n"
                  "st.global.u32 [%rd2], %r2;");
    CHECK(numbers({0}).after("scopes", 1) == std::vector<std::uint32_t>{7});
}

TEST_CASE("a parameter may be read where a number says") {
    load_kernel(
        "indexed", "mov.u64 %rd3, indexed_param_0;\nld.param.u64 %rd4, [%rd3];\n"
                   "setp.eq.s64 %p1, %rd4, %rd1;\nselp.u32 %r2, 1, 0, %p1;\n"
                   "st.global.u32 [%rd2], %r2;");
    CHECK(numbers({5}).after("indexed", 1) == std::vector<std::uint32_t>{1});
}

TEST_CASE("threads of a block meet at a barrier, whatever the order in which they run") {
    load_kernel(
        "reverse", ".shared .align 4 .b8 shown[256];\n"
                   "ld.global.u32 %r2, [%rd2];\nmov.u32 %r3, shown;\nshl.b32 %r4, %r1, 2;\n"
                   "add.s32 %r5, %r3, %r4;\nst.shared.u32 [%r5], %r2;\nbar.sync 0;\n"
                   "sub.s32 %r6, 252, %r4;\nadd.s32 %r6, %r6, %r3;\nld.shared.u32 %r7, [%r6];\n"
                   "st.global.u32 [%rd2], %r7;");
    numbers some(counted(64));
    const std::vector<std::uint32_t>& left = some.after("reverse", 64);
    for (std::uint32_t t = 0; t < 64; ++t) {
        CHECK(left[t] == 63 - t);
    }
}

TEST_CASE("what a block has written another sees where fences say that it was before") {
    // Two blocks write a number each and count themselves; the last one adds up what they wrote.
    const auto load = [](const std::string& name, const std::string& before_the_count,
                         const std::string& behind, const std::string& kind) {
        load_kernel(
            name, "mov.u32 %r2, %ctaid.x;\nmul.wide.u32 %rd3, %r2, 4;\nadd.s64 %rd3, %rd1, %rd3;\n"
                  "add.s32 %r3, %r2, 5;\nst" +
                      kind + ".global.u32 [%rd3+8], %r3;\n" + before_the_count +
                      "atom.global.add.u32 %r4, [%rd1], 1;\nsetp.ne.s32 %p1, %r4, 1;\n"
                      "@%p1 bra $end;\n" +
                      behind + "ld" + kind + ".global.u32 %r5, [%rd1+8];\nld" + kind +
                      ".global.u32 %r6, [%rd1+12];\nadd.s32 %r7, %r5, %r6;\n"
                      "st.global.u32 [%rd1+4], %r7;\n$end:");
    };
    load("both", "membar.gl;\n", "membar.gl;\n", "");
    load("before_alone", "membar.gl;\n", "", "");
    load("behind_alone", "", "membar.gl;\n", "");
    load("volatile", "", "", ".volatile"); // its own business
    load_kernel("over", "st.global.u32 [%rd1], 3;");
    load_kernel(
        "late", "mov.u32 %r2, %ctaid.x;\nmul.wide.u32 %rd3, %r2, 4;\nsub.s64 %rd4, %rd1, %rd3;\n"
                "ld.global.u32 %r3, [%rd4+4];\nadd.s64 %rd3, %rd1, %rd3;\n"
                "st.global.u32 [%rd3], 3;\nmembar.gl;");
    load_kernel(
        "own", "st.global.u32 [%rd1], 3;\nmembar.gl;\natom.global.add.u32 %r2, [%rd1+4], 1;\n"
               "ld.global.u32 %r3, [%rd1];");
    for (int round = 0; round < 8; ++round) { // either block is the last in some
        const auto left = [](const char* kernel, unsigned blocks) {
            return numbers({0, 0, 0, 0}).after(kernel, 1, blocks);
        };
        const std::vector<std::uint32_t> all = {2, 11, 5, 6};
        CHECK(left("both", 2) == all);
        CHECK(left("volatile", 2) == all);
        CHECK(left("over", 1)[0] == 3);
        CHECK(left("own", 1)[1] == 1);
        for (const char* kernel : {"before_alone", "behind_alone", "over", "late"}) {
            CHECK_THROWS_WITH_AS(
                left(kernel, 2), doctest::Contains("no fences say which is first"),
                std::runtime_error);
        }
    }
}

TEST_CASE("what a GPU would do without a word is refused") {
    load_kernel("beyond", "ld.global.u32 %r2, [%rd2+4];");
    load_kernel(
        "unwritten", ".shared .align 4 .b8 empty[4];\nmov.u32 %r2, empty;\n"
                     "ld.shared.u32 %r3, [%r2];");
    load_kernel("askew", "ld.global.u32 %r2, [%rd2+1];");
    load_kernel(
        "apart", "setp.eq.s32 %p1, %r1, 0;\n@%p1 bra $end;\nbar.warp.sync -1;\n$end:\n"
                 "bar.sync 0;");
    load_kernel("forever", "$again:\nbra $again;");
    load_kernel("before", "sub.s64 %rd3, %rd1, 4;\nld.global.u32 %r2, [%rd3];");
    load_kernel("of_nobody", "bar.warp.sync 0;");
    load_kernel("at_odds", "sub.s32 %r2, 3, %r1;\nbar.warp.sync %r2;\nbar.sync 0;");
    load_kernel("of_none", "div.s32 %r2, 1, 0;");
    const auto refusal = [](const char* kernel, unsigned threads, std::size_t count = 1) {
        return numbers(counted(count)).after(kernel, threads);
    };
    CHECK_THROWS_WITH_AS(
        refusal("beyond", 1),
        "beyond, ld.global.u32 %r2, [%rd2+4], thread 0 of block 0: 4 bytes beyond what was "
        "allocated",
        std::runtime_error);
    CHECK_THROWS_WITH_AS(
        refusal("unwritten", 1), doctest::Contains("what was not written yet is read"),
        std::runtime_error);
    CHECK_THROWS_WITH_AS(
        refusal("askew", 1, 2), doctest::Contains("not aligned"), std::runtime_error);
    CHECK_THROWS_WITH_AS(
        refusal("apart", 32), doctest::Contains("wait for one another"), std::runtime_error);
    CHECK_THROWS_WITH_AS(
        refusal("forever", 1), doctest::Contains("does not come to an end"), std::runtime_error);
    CHECK_THROWS_WITH_AS(
        refusal("before", 1), doctest::Contains("beyond what was allocated"), std::runtime_error);
    CHECK_THROWS_WITH_AS(
        refusal("of_nobody", 1), doctest::Contains("not in its own mask"), std::runtime_error);
    CHECK_THROWS_WITH_AS(
        refusal("at_odds", 2), doctest::Contains("wait for one another"), std::runtime_error);
    CHECK_THROWS_WITH_AS(
        refusal("of_none", 1), doctest::Contains("a division by zero"), std::runtime_error);
    CHECK_THROWS_AS(static_cast<void>(ptx::kernel_of("missing")), std::runtime_error);
}

} // namespace
