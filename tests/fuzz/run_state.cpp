#include "trainer/run_state.hpp"

#include "fuzz/require.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

/// The tensors of a snapshot of the trainer.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t size) {
    namespace checkpoint = coppice::checkpoint;
    const std::span<const std::byte> given = std::as_bytes(std::span(input, size));
    checkpoint::reader in(given, "file");
    try {
        trainer::history found;
        checkpoint::read(in, found);
        in.expect_end();
        checkpoint::writer out;
        checkpoint::write(out, found);
        require(out.bytes().size() <= size, "more was read than there was");
    } catch (const coppice::error& refusal) {
        require(
            refusal.where() == "file", std::string("an undocumented complaint: ") + refusal.what());
    }
    return 0;
}
