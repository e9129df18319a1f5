#include "report/plot.hpp"

#include <cstdio>
#include <fstream>

#include <doctest/doctest.h>

#include "report/plot_script.hpp"
#include "sample.hpp"
#include "temporary_directory.hpp"

namespace {

/// The width or height in the header of a PNG, `offset` bytes from its start.
int size_at(const std::string& png, std::size_t offset) {
    int value = 0;
    for (std::size_t i = offset; i < offset + 4; ++i) {
        value = value * 256 + static_cast<unsigned char>(png.at(i));
    }
    return value;
}

} // namespace

TEST_CASE("plot: draws a PNG of the size asked for, whatever its name") {
    const temporary_directory directory;
    for (const char* name : {"plain.png", "it's `odd` $(name).png", "-e.png"}) {
        const auto png = directory / name;
        const report::plot_result result = report::draw(sample_figure(), png);
        if (result.reason == "gnuplot is not installed") {
            std::printf("skipped: drawing plots, because %s\n", result.reason.c_str());
            return;
        }
        CHECK(result.reason.empty());
        REQUIRE(result.drawn);
        const std::string bytes = content_of(png);
        CHECK(bytes.substr(1, 3) == "PNG");
        CHECK(size_at(bytes, 16) == 1000);
        CHECK(size_at(bytes, 20) == 900);
    }
}

TEST_CASE("plot: without gnuplot the data are kept, and no older picture is left") {
    const temporary_directory directory;
    const auto png = directory / "a.png";
    std::ofstream(png) << "old";
    const report::plot_result result = report::draw(sample_figure(), png, "no-such-gnuplot");
    CHECK_FALSE(result.drawn);
    CHECK(result.reason == "no-such-gnuplot is not installed");
    CHECK(result.script == directory / "a.gp");
    CHECK(content_of(result.script) == report::plot_script(sample_figure(), "a.png"));
    CHECK_FALSE(std::filesystem::exists(png));
}

TEST_CASE("plot: a gnuplot which fails, or draws nothing") {
    const temporary_directory directory;
    const auto png = directory / "a.png";
    CHECK(
        report::draw(sample_figure(), png, "false").reason ==
        "false failed on " + (directory / "a.gp").string() + "; run it by hand to see why");
    CHECK(report::draw(sample_figure(), png, "true").reason == "true made no " + png.string());
    CHECK(
        report::draw(sample_figure(), png, directory.path().string()).reason ==
        directory.path().string() + " cannot be run (Permission denied)");
}

TEST_CASE("plot: a figure without points still leaves its script") {
    const temporary_directory directory;
    report::figure drawing = sample_figure();
    drawing.panels[0].lines.clear();
    const report::plot_result result = report::draw(drawing, directory / "a.png");
    CHECK_FALSE(result.drawn);
    CHECK(result.reason == "no point to draw in the panel 'accuracy'");
    CHECK(std::filesystem::exists(result.script));
}

TEST_CASE("plot: a directory which is not there") {
    const temporary_directory directory;
    const report::plot_result result = report::draw(sample_figure(), directory / "none" / "a.png");
    CHECK_FALSE(result.drawn);
    CHECK(result.reason == (directory / "none" / "a.gp").string() + " cannot be written");
}
