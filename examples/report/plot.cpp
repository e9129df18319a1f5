#include "report/plot.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report/plot_script.hpp"

namespace report {
namespace {

/// Runs `program` on a script, in the script's directory and without a shell; returns why it
/// failed, or nothing.
std::string run(const std::string& program, const std::filesystem::path& script) {
    const std::filesystem::path parent = script.parent_path();
    const std::string directory = parent.empty() ? "." : parent.string();
    std::string name = program;
    // A name that starts with a dash would be taken for an option.
    std::string argument = "./" + script.filename().string();
    char* const arguments[] = {name.data(), argument.data(), nullptr};

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addchdir_np(&actions, directory.c_str());
    pid_t child = 0;
    const int code = posix_spawnp(&child, program.c_str(), &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (code == ENOENT) {
        return program + " is not installed";
    }
    if (code != 0) {
        return program + " cannot be run (" + std::generic_category().message(code) + ")";
    }

    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return program + " cannot be waited for";
        }
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return program + " failed on " + script.string() + "; run it by hand to see why";
    }
    return "";
}

} // namespace

plot_result
draw(const figure& drawing, const std::filesystem::path& png, const std::string& program) {
    plot_result result;
    result.script = std::filesystem::path(png).replace_extension(".gp");
    std::error_code ignored;
    std::filesystem::remove(png, ignored);

    std::ofstream file(result.script, std::ios::binary);
    file << plot_script(drawing, png.filename().string());
    file.close();
    if (!file) {
        result.reason = result.script.string() + " cannot be written";
        return result;
    }
    result.reason = plot_obstacle(drawing);
    if (result.reason.empty()) {
        result.reason = run(program, result.script);
    }
    if (result.reason.empty() && !std::filesystem::exists(png)) {
        result.reason = program + " made no " + png.string();
    }
    result.drawn = result.reason.empty();
    return result;
}

} // namespace report
