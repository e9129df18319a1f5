#include "coppice/checkpoint/archive.hpp"

#include "archetype/host.hpp"
#include "archetype/lenet.hpp"
#include "archetype/resnet.hpp"
#include "checkpoint/sample.hpp"
#include "coppice/backend/eigen.hpp"
#include "coppice/drive/stepper.hpp"
#include "coppice/recipe/named.hpp"
#include "core/refusal.hpp"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace checkpoint = coppice::checkpoint;

namespace {

using bytes = std::vector<std::byte>;

std::string refused(std::span<const std::byte> file, const checkpoint::subject& of = {}) {
    return refusal(
        [&] { static_cast<void>(checkpoint::unpack<sample::everything>(file, "file", of)); });
}

bool is_refused(std::span<const std::byte> file) {
    try {
        static_cast<void>(checkpoint::unpack<sample::everything>(file, "file"));
    } catch (const coppice::error& problem) {
        return problem.where() == "file";
    }
    return false;
}

/// With another number at a place, and a checksum that fits.
bytes resealed(bytes file, std::size_t place, std::uint8_t value) {
    file[place] = std::byte{value};
    const std::span<const std::byte> summed = std::span(file).first(file.size() - 4);
    checkpoint::writer end;
    end.put(checkpoint::checksum(summed));
    std::copy(end.bytes().begin(), end.bytes().end(), file.end() - 4);
    return file;
}

} // namespace

TEST_CASE("what was packed is unpacked") {
    const bytes file = checkpoint::pack(sample::filled(), {3, 4});
    CHECK(checkpoint::unpack<sample::everything>(file, "file", {3, 4}) == sample::filled());
    CHECK(checkpoint::unpack<sample::point>(checkpoint::pack(sample::point{1, 2}), "file").y == 2);
}

TEST_CASE("the format is fixed, byte by byte") {
    const bytes file = checkpoint::pack(std::uint16_t{0x0102}, {0x0A, 0x0B});
    REQUIRE(file.size() == 8 + 4 + 4 + 8 + 8 + 2 + 4);
    const std::vector<int> expected = {0x89, 'C', 'O', 'P', 'P', 'I', 'C', 'E', 1, 0, 0, 0};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        CHECK(std::to_integer<int>(file[i]) == expected[i]);
    }
    CHECK(std::to_integer<int>(file[16]) == 0x0A);
    CHECK(std::to_integer<int>(file[20]) == 0x0B);
    CHECK(std::to_integer<int>(file[24]) == 2); // bytes of content
    CHECK(std::to_integer<int>(file[32]) == 2); // little end first
    CHECK(std::to_integer<int>(file[33]) == 1);
}

TEST_CASE("a file with any bit flipped is refused") {
    const bytes good = checkpoint::pack(sample::filled());
    for (std::size_t bit = 0; bit < 8 * good.size(); ++bit) {
        bytes flipped = good;
        flipped[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
        REQUIRE(is_refused(flipped));
    }
}

TEST_CASE("a file cut short anywhere, or grown, is refused") {
    bytes file = checkpoint::pack(sample::filled());
    for (std::size_t length = 0; length < file.size(); ++length) {
        REQUIRE(is_refused(std::span(file).first(length)));
    }
    file.push_back(std::byte{0});
    REQUIRE(is_refused(file));
}

TEST_CASE("every refusal is a sentence of its own") {
    const bytes good = checkpoint::pack(sample::filled(), {3, 4});
    CHECK(
        refused(std::span(good).first(10)) ==
        "file: length is 10 bytes; it must be at least 36, as of every checkpoint: it is cut "
        "short, or none");
    CHECK(
        refused(bytes(50)) ==
        "file: beginning is of another kind of file; it must be that of a checkpoint");
    CHECK(
        refused(resealed(good, 8, 2)) ==
        "file: version of the format is 2; it must be 1, which is read here");
    CHECK(
        refused(std::span(good).first(100)) == "file: length of the content is 64 bytes; it must "
                                               "be " +
                                                   coppice::text(good.size() - 36) +
                                                   ", which were saved: it is cut short or "
                                                   "altered");
    bytes altered = good;
    altered[40] ^= std::byte{1};
    CHECK(refused(altered).find("as noted: it is altered") != std::string::npos);
    CHECK(
        refused(good, {9, 4}) == "file: content is of another recipe; it must be of the recipe "
                                 "that goes on, numbers included");
    CHECK(
        refused(good, {3, 9}) ==
        "file: content is of another model; it must be of the model that goes on");
    CHECK(
        refused(checkpoint::pack(sample::point{})) ==
        "file: content is of another kind; it must be a state of the kind that this program has "
        "asked for");
}

TEST_CASE("content that somebody made up, checksum included, is read or refused, no more") {
    const bytes good = checkpoint::pack(sample::filled());
    for (std::size_t place = 32; place + 4 < good.size(); ++place) {
        for (const int value : {0, 1, 2, 127, 255}) {
            const bytes made_up = resealed(good, place, static_cast<std::uint8_t>(value));
            try {
                static_cast<void>(checkpoint::unpack<sample::everything>(made_up, "file"));
            } catch (const coppice::error& problem) {
                REQUIRE(problem.where() == "file");
            }
        }
    }
}

TEST_CASE("a stepper's state goes on from a file, and a file of another run changes nothing") {
    const archetype::resnet net(1);
    archetype::host host;
    const auto recipe = coppice::recipe::ice_pick(0.5, {.points = 0});
    const auto subject = checkpoint::subject_of(recipe, net.model);
    coppice::drive::stepper run(recipe, net.model, host, coppice::backend::eigen{});
    using state = decltype(run)::state;
    run.proceed();
    run.proceed(); // the first step has pruned, and its retraining is to come
    const bytes file = checkpoint::pack(run.save(), subject);

    coppice::drive::stepper again(recipe, net.model, host, coppice::backend::eigen{});
    again.restore(checkpoint::unpack<state>(file, "file", subject));
    CHECK(again.pruned().save() == run.pruned().save());
    CHECK(checkpoint::pack(again.save(), subject) == file);

    const auto stronger = coppice::recipe::ice_pick(0.6, {.points = 0});
    coppice::drive::stepper other(stronger, net.model, host, coppice::backend::eigen{});
    const auto before = other.pruned().save();
    CHECK(
        refusal([&] {
            other.restore(checkpoint::unpack<state>(
                file, "file", checkpoint::subject_of(stronger, net.model)));
        }) == "file: content is of another recipe; it must be of the recipe that goes on, numbers "
              "included");
    CHECK(other.pruned().save() == before);
    const archetype::lenet_300_100 small;
    CHECK(refusal([&] {
              static_cast<void>(checkpoint::unpack<state>(
                  file, "file", checkpoint::subject_of(recipe, small.model)));
          }) == "file: content is of another model; it must be of the model that goes on");
}
