#pragma once

#include <coppice/drive/report.hpp>
#include <coppice/tune/report.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "report/json_log.hpp"
#include "trainer/options.hpp"
#include "trainer/sensitivity.hpp"

namespace trainer {

/// What one recipe made of one network.
struct result {
    std::string recipe; ///< "dense" for the network before pruning
    std::uint64_t seed = 1;
    coppice::metric::accuracy test = {};
    coppice::metric::size size = {};   ///< physically shrunk, where that is possible
    coppice::metric::size masked = {}; ///< as it is, masked
    double pruning_seconds = 0;        ///< tuning included
    double tuning_seconds = 0;
    std::int64_t retrained = 0; ///< steps that were followed by retraining
    double latency_masked = 0; ///< seconds for one image; of the dense network if nothing is pruned
    double latency_shrunk = 0; ///< 0 if it cannot be shrunk
    std::uint32_t weights = 0; ///< checksum of the network as it is, masked
};

/// Where a step-wise pruning stood after a step.
struct milestone {
    std::string recipe;
    std::uint64_t seed = 1;
    double remaining = 1;
    double accuracy = 0; ///< percent, validation
    double seconds = 0;  ///< spent pruning so far
};

/// What the command line asks for, but for what changes no number: threads and paths, other than
/// that of the networks, which a run must not scatter.
[[nodiscard]] nlohmann::json settings(const options& chosen);

[[nodiscard]] nlohmann::json to_json(const coppice::metric::accuracy& counted);
[[nodiscard]] nlohmann::json to_json(const coppice::metric::size& size);

/// Tells people on standard output and machines in a file of JSON lines what happens.
class journal {
  public:
    explicit journal(const std::filesystem::path& log) : log_(log) {}

    void started(const options& chosen);
    void trained(std::uint64_t seed, int epoch, double loss, const coppice::metric::accuracy& now);
    void froze(std::uint64_t seed, const std::vector<std::string>& layers, double seconds);
    void stepped(
        const std::string& recipe, std::uint64_t seed, const coppice::drive::step_report& step,
        const coppice::metric::accuracy& before, const coppice::metric::accuracy& after);
    void tried(
        std::uint64_t seed, const std::string& settings, const coppice::tune::trial_report& trial);
    void tuned(std::uint64_t seed, const std::string& settings, double seconds);
    void scanned(const sensitivity_scan& made);
    void left_alone(
        const std::string& recipe, std::uint64_t seed, const std::string& layer,
        const std::string& reason);
    void finished(const result& made);
    void saved_backward(const std::string& recipe, std::uint64_t seed, double share);

    /// All of the file so far.
    [[nodiscard]] std::string content() const;

  private:
    report::json_log log_;
};

} // namespace trainer
