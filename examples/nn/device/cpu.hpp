#pragma once

#include "nn/device/device.hpp"

namespace nn {

/// The CPU, on as many threads as OpenMP has. Never at work when a call has returned.
class cpu : public device {
  public:
    [[nodiscard]] std::pmr::memory_resource& memory() override;
    [[nodiscard]] std::unique_ptr<executor> make_executor(std::span<const node> nodes) override;
    void update(std::span<const sgd_update> all) override;
    void update(std::span<const nadam_update> all) override;
    void wait() override {}
};

} // namespace nn
