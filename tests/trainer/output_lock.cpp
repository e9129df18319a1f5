#include "trainer/output_lock.hpp"

#include "message.hpp"
#include "temporary_directory.hpp"

#include <optional>
#include <stdexcept>

#include <doctest/doctest.h>

TEST_CASE("an output belongs to one run at a time") {
    const temporary_directory directory;
    const auto lock = [&] { const trainer::output_lock again(directory.path()); };
    std::optional<trainer::output_lock> first(directory.path());
    CHECK(
        message_of<std::runtime_error>(lock) == "--output: another run writes to " +
                                                    directory.path().string() +
                                                    "; choose another directory");
    first.reset();
    lock();
    lock();
}
