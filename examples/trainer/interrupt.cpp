#include "trainer/interrupt.hpp"

#include <csignal>

namespace trainer {

namespace {

volatile std::sig_atomic_t noted = 0;

void note(int signal) {
    noted = 1;
    std::signal(signal, SIG_DFL); // a second one ends the program at once
}

} // namespace

void catch_interrupts() {
    std::signal(SIGINT, note);
    std::signal(SIGTERM, note);
}

void check_interrupts() {
    if (noted != 0) {
        throw interrupted();
    }
}

} // namespace trainer
