#pragma once

#include <exception>
#include <string>

#include <doctest/doctest.h>

/// The message of the `Error` that `call` throws; a failed check where it throws none.
template <class Error, class Call>
std::string message_of(Call call) {
    try {
        call();
    } catch (const Error& error) {
        return error.what();
    } catch (const std::exception& error) {
        FAIL_CHECK("an exception of another type: " << error.what());
        return {};
    }
    FAIL_CHECK("no exception");
    return {};
}
