#include "report/progress.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>

#include <doctest/doctest.h>

namespace {

struct close {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

/// A stream which keeps what is written, a clock which stands still and a terminal of any width.
struct stage {
    std::unique_ptr<std::FILE, close> stream{std::tmpfile()};
    std::chrono::steady_clock::time_point time;
    int columns;

    explicit stage(int width) : columns(width) { REQUIRE(stream); }

    report::progress_surroundings surroundings() {
        return {.now = [this] { return time; }, .columns = [this] { return columns; }};
    }

    void wait(int milliseconds) { time += std::chrono::milliseconds(milliseconds); }

    [[nodiscard]] std::string written() const {
        std::string text;
        std::rewind(stream.get());
        for (int byte = std::fgetc(stream.get()); byte != EOF; byte = std::fgetc(stream.get())) {
            text += static_cast<char>(byte);
        }
        std::fseek(stream.get(), 0, SEEK_END);
        return text;
    }

    [[nodiscard]] std::ptrdiff_t redraws() const {
        const std::string text = written();
        return std::count(text.begin(), text.end(), '\r');
    }
};

} // namespace

TEST_CASE("progress: without a terminal, one line at the end and nothing else") {
    stage here(0);
    {
        report::progress bar("epoch 3", 60'000, "images", here.stream.get(), here.surroundings());
        for (int i = 0; i < 60; ++i) {
            here.wait(200);
            bar.advance(1000);
            bar.note("loss 0.31");
        }
        CHECK(here.written().empty());
        bar.finish();
        bar.finish();
    }
    CHECK(here.written() == "epoch 3: 60,000 images in 12 s (5,000 images/s), loss 0.31\n");
}

TEST_CASE("progress: a real stream which is no terminal is recognised") {
    stage here(0);
    report::progress bar("epoch 3", 10, "images", here.stream.get());
    bar.advance(10);
    bar.finish();
    CHECK(here.written().starts_with("epoch 3: 10 images in "));
}

TEST_CASE("progress: on a terminal it is redrawn in place, at most ten times a second") {
    stage here(100);
    report::progress bar("epoch 3", 1000, "images", here.stream.get(), here.surroundings());
    CHECK(here.redraws() == 1);
    for (int i = 0; i < 1000; ++i) {
        here.wait(1);
        bar.advance();
    }
    CHECK(here.redraws() == 11);
    const std::string text = here.written();
    CHECK(std::count(text.begin(), text.end(), '\n') == 0);
    CHECK(text.find("\r\x1b[Kepoch 3  [####") != std::string::npos);
    bar.finish();
    CHECK(here.written() == text + "\r\x1b[Kepoch 3: 1,000 images in 1.0 s (1,000 images/s)\n");
}

TEST_CASE("progress: a new width of the terminal counts from the next drawing on") {
    stage here(200);
    report::progress bar("epoch 3", 1000, "images", here.stream.get(), here.surroundings());
    here.wait(100);
    bar.advance(500);
    here.columns = 20;
    const std::size_t before = here.written().size();
    here.wait(100);
    bar.advance(100);
    CHECK(here.written().substr(before) == "\r\x1b[Kepoch 3   60 %  133");
}

TEST_CASE("progress: a note stays in its line") {
    stage here(100);
    report::progress bar("epoch 3", 0, "images", here.stream.get(), here.surroundings());
    here.wait(100);
    bar.note("a\nb");
    CHECK(here.written().ends_with("epoch 3  0 images  a b"));
}

TEST_CASE("progress: left unfinished, it ends its line on a terminal and says nothing elsewhere") {
    stage terminal(100);
    { const report::progress bar("a", 9, "b", terminal.stream.get(), terminal.surroundings()); }
    CHECK(terminal.written().ends_with(" b\n"));
    stage file(0);
    { const report::progress bar("a", 9, "b", file.stream.get(), file.surroundings()); }
    CHECK(file.written().empty());
}

TEST_CASE("progress: after the end the time stands still and nothing is drawn") {
    stage here(100);
    report::progress bar("epoch 3", 10, "images", here.stream.get(), here.surroundings());
    here.wait(1500);
    CHECK(bar.seconds() == doctest::Approx(1.5));
    bar.finish();
    const std::string text = here.written();
    here.wait(1500);
    bar.advance(3);
    bar.note("late");
    CHECK(bar.seconds() == doctest::Approx(1.5));
    CHECK(here.written() == text);
}
