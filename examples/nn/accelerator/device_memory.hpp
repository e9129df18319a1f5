#pragma once

#include <cstddef>
#include <exception>
#include <memory_resource>
#include <stdexcept>
#include <string>

#include "nn/aligned.hpp"

namespace nn {

/// Memory that only a device reads and writes.
class device_memory : public std::pmr::memory_resource {
  public:
    /// Throws a std::runtime_error that names `whose` and the size, where the device has no more.
    [[nodiscard]] virtual void* take(std::size_t bytes, const std::string& whose) {
        try {
            return allocate(bytes, alignment);
        } catch (const std::exception& problem) {
            throw std::runtime_error(
                whose + ": there is no room for " + std::to_string(bytes) +
                " bytes of what it computes: " + problem.what());
        }
    }

    /// Lets others have what was given back.
    virtual void trim() {}
};

} // namespace nn
