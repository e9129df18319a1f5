#include "trainer/run_state.hpp"

#include "core/refusal.hpp"
#include "sample.hpp"

#include <coppice/checkpoint/archive.hpp>

#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace checkpoint = coppice::checkpoint;

static_assert(checkpoint::storable<trainer::run_state>);

namespace {

/// Always the same rate, nothing frozen.
struct steady_guide {
    [[nodiscard]] double rate(double /*done*/) const { return 0.05; }
    [[nodiscard]] bool frozen(int /*layer*/) const { return false; }
    void after_step(double /*done*/) const {}
};

/// A host in the middle of its training, distilling, with whatever that takes.
struct in_training {
    trainer::data_split data = sample::split(12);
    nn::model model = nn::make_model("resnet8", {1, 12, 12}, 4, 1);
    trainer::described description = trainer::describe(model.net, model.blocks);
    trainer::host host;
    steady_guide steady;

    explicit in_training(trainer::method how = trainer::method::sgd)
        : host(model.net, description, data, {.how = how, .batch_size = 24, .distil = true}) {}
};

} // namespace

TEST_CASE("a host is paused, written, read and resumed, and goes on as if it had not been") {
    for (const trainer::method how : {trainer::method::sgd, trainer::method::nadam}) {
        in_training whole(how);
        whole.host.train_epoch(whole.steady);
        trainer::run_state kept{.log = "{}\n", .seed = 1, .stage = 2};
        kept.original.keep(1, whole.host.save());
        kept.original.keep(0, {});
        kept.current = {.begun = true, .host = whole.host.pause()};
        const auto read = checkpoint::unpack<trainer::run_state>(checkpoint::pack(kept), "file");
        CHECK(read.log == kept.log);
        CHECK(read.stage == 2);
        CHECK(read.original.at(1).weights == whole.model.net.state());
        CHECK(read.original.epochs().size() == 2);

        in_training next(how);
        next.host.resume(read.current.host);
        CHECK(next.host.last_loss() == whole.host.last_loss());
        whole.host.train_epoch(whole.steady);
        next.host.train_epoch(next.steady);
        CHECK(next.model.net.state() == whole.model.net.state());
        CHECK(next.host.save().slots == whole.host.save().slots);
    }
}

TEST_CASE("a host refuses the state of another, and stays as it is") {
    in_training small;
    const auto before = small.model.net.state();
    trainer::host_state wrong = small.host.pause();
    wrong.trained.weights.pop_back();
    CHECK(
        refusal([&] { small.host.resume(wrong); }) ==
        "host: saved network is of other extents; it must be as large as the one that goes on");
    wrong = small.host.pause();
    wrong.trained.slots = {{.tensors = {nn::tensor({3})}}};
    CHECK(refusal([&] {
              small.host.resume(wrong);
          }) == "host: saved optimiser is of other extents; it must be as large as the network");
    wrong = small.host.pause();
    wrong.taught.known.pop_back();
    CHECK(
        refusal([&] { small.host.resume(wrong); }) ==
        "teacher: number of images remembered is 63; it must be 64, as of this training set");
    CHECK(small.model.net.state() == before);
}

TEST_CASE("tensors of made-up extents are refused before memory is taken for them") {
    const auto decoded = [](std::vector<std::size_t> numbers) {
        checkpoint::writer out;
        for (const std::size_t number : numbers) {
            out.put_size(number);
        }
        out.put_size(0);
        out.put_size(0);
        checkpoint::reader in(out.bytes(), "file");
        trainer::snapshot made;
        return refusal([&] { decode(in, made); });
    };
    CHECK(decoded({1, 5, 1, 1, 1, 1, 1}) == "file: rank of a tensor is 5; it must be at most 4");
    CHECK(
        decoded({1, 2, std::size_t{1} << 40U, 1}) ==
        "file: a length is 1099511627776; it must be at most 6, for which there are bytes");
    CHECK(
        decoded({1, 3, 2, 3, std::size_t{1} << 60U}) ==
        "file: a length is 1152921504606846976; it must be at most 0, for which there are bytes");
}
