#include "nn/device/cpu.hpp"

#include "nn/parallel.hpp"
#include "nn/plan/plan.hpp"

namespace nn {
namespace {

template <class Update>
void run_updates(std::span<const Update> all) {
    for (const Update& one : all) {
        for_each_chunk(one.size, elementwise_chunk, [&](std::size_t begin, std::size_t end) {
            const Update own = one; // which no element that is written can change
            for (std::size_t place = begin; place < end; ++place) {
                own(place);
            }
        });
    }
}

} // namespace

std::pmr::memory_resource& cpu::memory() {
    return *std::pmr::new_delete_resource();
}

std::unique_ptr<executor> cpu::make_executor(std::span<const node> nodes) {
    return std::make_unique<plan>(nodes);
}

void cpu::update(std::span<const sgd_update> all) {
    run_updates(all);
}

void cpu::update(std::span<const nadam_update> all) {
    run_updates(all);
}

} // namespace nn
