#pragma once

#include <csignal>
#include <cstdint>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <doctest/doctest.h>

/// A trainer in a process of its own. What it says goes to a file.
class process {
  public:
    process(const std::vector<std::string>& arguments, const std::filesystem::path& words) {
        std::vector<char*> all;
        std::string program = COPPICE_TRAINER;
        std::vector<std::string> copies = arguments;
        all.push_back(program.data());
        for (std::string& argument : copies) {
            all.push_back(argument.data());
        }
        all.push_back(nullptr);
        id_ = fork();
        REQUIRE(id_ >= 0);
        if (id_ == 0) {
            const int into = open(words.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
            dup2(into, STDOUT_FILENO);
            dup2(into, STDERR_FILENO);
            const rlimit no_core{0, 0};
            setrlimit(RLIMIT_CORE, &no_core);
            execv(program.c_str(), all.data());
            _exit(127);
        }
    }

    [[nodiscard]] bool running() {
        return !ended_ && !(ended_ = waitpid(id_, &status_, WNOHANG) == id_);
    }

    void interrupt() {
        if (!ended_) {
            kill(id_, SIGINT);
        }
    }

    /// @return whether it was this that ended it
    bool kill_now() {
        if (!ended_) {
            kill(id_, SIGKILL);
        }
        wait();
        return WIFSIGNALED(status_) && WTERMSIG(status_) == SIGKILL;
    }

    /// Lets the system kill it at the first byte beyond so many that it writes to a file.
    /// @return whether it was this that ended it
    bool kill_beyond(std::uintmax_t bytes) {
        const rlimit limit{bytes, bytes};
        if (!ended_) {
            REQUIRE(prlimit(id_, RLIMIT_FSIZE, &limit, nullptr) == 0);
        }
        wait();
        return WIFSIGNALED(status_) && WTERMSIG(status_) == SIGXFSZ;
    }

    /// @return its exit code, or -1
    int wait() {
        if (!ended_) {
            waitpid(id_, &status_, 0);
            ended_ = true;
        }
        return WIFEXITED(status_) ? WEXITSTATUS(status_) : -1;
    }

  private:
    pid_t id_ = -1;
    int status_ = 0;
    bool ended_ = false;
};
