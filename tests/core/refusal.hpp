#pragma once

#include "coppice/core/error.hpp"

#include <exception>
#include <string>

#include <doctest/doctest.h>

/// The message of the coppice::error that `call` throws; a failed check where it throws none.
template <class Call>
std::string refusal(Call call) {
    try {
        call();
    } catch (const coppice::error& error) {
        return error.what();
    } catch (const std::exception& error) {
        FAIL_CHECK("an exception of another type: " << error.what());
        return {};
    }
    FAIL_CHECK("no exception");
    return {};
}
