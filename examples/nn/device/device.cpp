#include "nn/device/device.hpp"

#include <utility>

#include "nn/aligned.hpp"
#include "nn/device/cpu.hpp"

namespace nn {
namespace {

device*& chosen_device() {
    static cpu always_there;
    static device* chosen = &always_there;
    return chosen;
}

} // namespace

device& current_device() {
    return *chosen_device();
}

on_device::on_device(device& chosen) : before_(std::exchange(chosen_device(), &chosen)) {}

on_device::~on_device() {
    chosen_device() = before_;
}

std::pmr::memory_resource* tensor_memory() {
    return &current_device().memory();
}

} // namespace nn
