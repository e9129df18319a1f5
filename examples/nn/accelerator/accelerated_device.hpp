#pragma once

#include <memory>
#include <memory_resource>
#include <span>
#include <utility>

#include "nn/accelerator/accelerated_plan.hpp"
#include "nn/accelerator/concept.hpp"
#include "nn/accelerator/update_batch.hpp"
#include "nn/device/device.hpp"

namespace nn {

/// An accelerator as a device that networks compute on.
/// @tparam Base  device, or what derives from it
template <accelerator Accelerator, class Base = device>
class accelerated_device : public Base {
  public:
    template <class... Arguments>
    explicit accelerated_device(Arguments&&... arguments)
        : on_(std::forward<Arguments>(arguments)...) {}

    [[nodiscard]] std::pmr::memory_resource& memory() override { return on_.shared_memory(); }

    [[nodiscard]] std::unique_ptr<executor> make_executor(std::span<const node> nodes) override {
        return std::make_unique<accelerated_plan<Accelerator>>(on_, nodes);
    }

    void update(std::span<const sgd_update> all) override { update_all(on_, all); }
    void update(std::span<const nadam_update> all) override { update_all(on_, all); }
    void wait() override { on_.wait(); }

    [[nodiscard]] Accelerator& engine() { return on_; }
    [[nodiscard]] const Accelerator& engine() const { return on_; }

  private:
    Accelerator on_;
};

} // namespace nn
