#include "report/progress.hpp"

#include <exception>
#include <string_view>
#include <utility>

#include "report/terminal.hpp"
#include "report/text.hpp"

namespace report {
namespace {

constexpr std::chrono::milliseconds between_redraws{100};
constexpr std::string_view clear_line = "\r\x1b[K";

} // namespace

progress::progress(
    std::string label, std::size_t total, std::string unit, std::FILE* stream,
    progress_surroundings surroundings)
    : stream_(stream), surroundings_(std::move(surroundings)),
      state_{.label = std::move(label), .unit = std::move(unit), .total = total},
      start_(surroundings_.now()), drawn_(start_ - between_redraws) {
    if (!surroundings_.columns) {
        surroundings_.columns = [stream] { return terminal_columns(stream); };
    }
    terminal_ = surroundings_.columns() > 0;
    redraw();
}

progress::~progress() {
    if (line_open_) {
        std::fputc('\n', stream_);
        std::fflush(stream_);
    }
}

void progress::advance(std::size_t units) {
    state_.done += units;
    redraw();
}

void progress::note(const std::string& text) {
    state_.note = one_line(text);
    redraw();
}

void progress::finish() {
    if (finished_) {
        return;
    }
    state_.seconds = seconds();
    finished_ = true;
    write((line_open_ ? std::string(clear_line) : "") + finished_line(state_) + "\n");
    line_open_ = false;
}

double progress::seconds() const {
    if (finished_) {
        return state_.seconds;
    }
    return std::chrono::duration<double>(surroundings_.now() - start_).count();
}

void progress::redraw() {
    const auto now = surroundings_.now();
    if (!terminal_ || finished_ || now - drawn_ < between_redraws) {
        return;
    }
    drawn_ = now;
    state_.seconds = seconds();
    line_open_ = true;
    write(std::string(clear_line) + running_line(state_, surroundings_.columns()));
}

void progress::write(const std::string& text) {
    std::fputs(text.c_str(), stream_);
    std::fflush(stream_);
}

} // namespace report
