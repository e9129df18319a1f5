#pragma once

#include "coppice/core/error.hpp"
#include "message.hpp"

#include <string>

/// The message of the coppice::error that `call` throws; a failed check where it throws none.
template <class Call>
std::string refusal(Call call) {
    return message_of<coppice::error>(call);
}
