#include "trainer/interrupt.hpp"

#include <atomic>
#include <csignal>
#include <pthread.h>
#include <string_view>
#include <thread>
#include <unistd.h>

namespace trainer {

namespace {

std::atomic<bool> noted = false;

/// The second one finds it not blocked here and ends the program.
[[noreturn]] void wait_for(const sigset_t& signals) {
    int which = 0;
    sigwait(&signals, &which);
    noted = true;
    constexpr std::string_view said =
        "\nInterrupted: I stop after this batch; a second Ctrl-C stops at once.\n";
    static_cast<void>(!write(STDERR_FILENO, said.data(), said.size())); // or else nobody reads it
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    while (true) {
        pause();
    }
}

} // namespace

void catch_interrupts() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::thread([signals] { wait_for(signals); }).detach();
}

void check_interrupts() {
    if (noted) {
        throw interrupted();
    }
}

} // namespace trainer
