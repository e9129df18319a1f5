#pragma once

#include <memory>
#include <memory_resource>
#include <span>

#include "nn/executor.hpp"
#include "nn/node.hpp"
#include "nn/optimiser/update.hpp"

namespace nn {

/// What keeps tensors and computes networks: the CPU or a GPU.
///
/// Tensors are the host's to read and write on any device, as `tensor` shows them, while the device
/// is at rest. It is at work from `network::backward` or `optimiser::step` on until `wait`, or
/// until something that waits itself: a forward pass, `network::state`, `load`, `output` and
/// copies, `optimiser::state`, `slots` and `load`. Whoever holds on to a tensor's memory otherwise,
/// or hands a network on to someone who does, waits first.
class device {
  public:
    device() = default;
    device(const device&) = delete;
    device(device&&) = delete;
    device& operator=(const device&) = delete;
    device& operator=(device&&) = delete;
    virtual ~device() = default;

    /// Where tensors keep their elements: host and device both reach it.
    [[nodiscard]] virtual std::pmr::memory_resource& memory() = 0;

    [[nodiscard]] virtual std::unique_ptr<executor> make_executor(std::span<const node> nodes) = 0;

    /// Takes an optimiser's step for each parameter, in any order.
    virtual void update(std::span<const sgd_update> all) = 0;
    virtual void update(std::span<const nadam_update> all) = 0;

    /// Returns once all that was asked for has been done.
    virtual void wait() = 0;
};

/// What new tensors, the first forward pass of a network and the steps of optimisers use: the CPU
/// unless someone said otherwise.
[[nodiscard]] device& current_device();

/// Makes a device the current one of the whole process, for as long as this lives. Not for several
/// threads at once. The device has to outlive the tensors, networks and optimisers made meanwhile.
class on_device {
  public:
    explicit on_device(device& chosen);
    on_device(const on_device&) = delete;
    on_device(on_device&&) = delete;
    on_device& operator=(const on_device&) = delete;
    on_device& operator=(on_device&&) = delete;
    ~on_device();

  private:
    device* before_;
};

} // namespace nn
