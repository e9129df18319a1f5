#include "report/progress_line.hpp"

#include <doctest/doctest.h>

#include "report/text.hpp"

namespace {

const report::progress_state running{
    .label = "epoch 3",
    .unit = "images",
    .done = 25'984,
    .total = 60'000,
    .seconds = 5.29,
    .note = "loss 0.31"};

} // namespace

TEST_CASE("progress_line: all of it where there is room") {
    CHECK(
        report::running_line(running, 160) ==
        "epoch 3  [#################.......................]   43 %  25,984/60,000 images  "
        "4,912 images/s  6.9 s left  loss 0.31");
}

TEST_CASE("progress_line: the bar takes what is left, then goes; then the count; then the rate") {
    CHECK(
        report::running_line(running, 90) ==
        "epoch 3  [####......]   43 %  25,984/60,000 images  4,912 images/s  6.9 s left  "
        "loss 0.31");
    CHECK(
        report::running_line(running, 89) ==
        "epoch 3   43 %  25,984/60,000 images  4,912 images/s  6.9 s left  loss 0.31");
    CHECK(
        report::running_line(running, 70) ==
        "epoch 3   43 %  4,912 images/s  6.9 s left  loss 0.31");
    CHECK(report::running_line(running, 50) == "epoch 3   43 %  6.9 s left  loss 0.31");
    CHECK(report::running_line(running, 20) == "epoch 3   43 %  6.9");
    CHECK(report::running_line(running, 0).empty());
}

TEST_CASE("progress_line: never wider than the terminal, at every width") {
    for (int columns = 1; columns < 200; ++columns) {
        const std::size_t width = report::display_width(report::running_line(running, columns));
        CHECK(width < static_cast<std::size_t>(columns));
    }
}

TEST_CASE("progress_line: at the start and at the end") {
    report::progress_state state = running;
    state.note.clear();
    state.done = 0;
    state.seconds = 0;
    CHECK(report::running_line(state, 51) == "epoch 3  [..........]    0 %       0/60,000 images");
    state.done = 60'000;
    state.seconds = 10;
    CHECK(
        report::running_line(state, 69) ==
        "epoch 3  [############]  100 %  60,000/60,000 images  6,000 images/s");
}

TEST_CASE("progress_line: more done than there was to do") {
    report::progress_state state = running;
    state.done = 70'000;
    CHECK(
        report::running_line(state, 200)
            .find("[########################################]  "
                  "100 %  70,000/60,000 images") != std::string::npos);
}

TEST_CASE("progress_line: without a total there is no share") {
    report::progress_state state = running;
    state.total = 0;
    CHECK(report::running_line(state, 100) == "epoch 3  25,984 images  4,912 images/s  loss 0.31");
}

TEST_CASE("progress_line: the totals") {
    report::progress_state state = running;
    CHECK(
        report::finished_line(state) ==
        "epoch 3: 25,984 of 60,000 images in 5.3 s (4,912 images/s), loss 0.31");
    state.done = state.total;
    state.seconds = 72;
    state.note.clear();
    CHECK(report::finished_line(state) == "epoch 3: 60,000 images in 1 m 12 s (833 images/s)");
    state.seconds = 0;
    CHECK(report::finished_line(state) == "epoch 3: 60,000 images in 0 s");
}
