#pragma once

#include <coppice/checkpoint/archive.hpp>
#include <coppice/checkpoint/subject.hpp>
#include <coppice/compact/plan.hpp>
#include <coppice/drive/report.hpp>
#include <coppice/metric/size.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/images.hpp"
#include "nn/models/model.hpp"
#include "trainer/arithmetic.hpp"
#include "trainer/describe.hpp"
#include "trainer/host.hpp"
#include "trainer/journal.hpp"
#include "trainer/options.hpp"
#include "trainer/run_state.hpp"
#include "trainer/snapshots.hpp"
#include "trainer/tuning.hpp"

namespace trainer {

/// Trains networks, prunes them by the recipes asked for, and measures what is left.
class experiment {
  public:
    /// Refuses at once whatever is wrong with the options, before anything is trained or written.
    /// @param by  stays the caller's
    explicit experiment(options chosen, const arithmetic& by = on_eigen());

    /// Takes up the run whose snapshot lies in the output's directory; its log becomes what it was
    /// then. To be called before the log is opened.
    /// @return whether there was one
    /// @throws coppice::error for a snapshot that is cut, altered, or of other options or data
    bool resume();

    /// Renames the snapshot of a run that was not finished, lest `run` replace it.
    /// @return where it is now; nothing if there was none
    [[nodiscard]] std::optional<std::filesystem::path> set_aside() const;

    /// Goes through what is left of all seeds, and leaves a snapshot between any two pieces of the
    /// work. What is done by the time it throws stays in `results`.
    void run(journal& log);

    [[nodiscard]] const std::vector<result>& results() const { return state_.results; }
    [[nodiscard]] const std::vector<milestone>& milestones() const { return state_.milestones; }
    [[nodiscard]] const std::vector<sensitivity_scan>& scans() const { return state_.scans; }

    /// The log's and the snapshot's place in an output's directory.
    [[nodiscard]] static std::filesystem::path log_in(const std::filesystem::path& output);
    [[nodiscard]] static std::filesystem::path snapshot_in(const std::filesystem::path& output);

  private:
    template <class Make>
    friend class arithmetic_on;

    /// The dense network, as a recipe that prunes in steps goes on with it.
    struct trained_again {
        /// @param distil  learn from the dense network: unless the training is rewound
        trained_again(
            const experiment& of, std::uint64_t seed, const data_split& data, bool distil);

        nn::model whole;
        nn::network net;
        described description;
        host trains;
    };

    void check_counts() const;
    void check() const;
    [[nodiscard]] data_split split(std::uint64_t seed) const;
    [[nodiscard]] nn::model fresh_model(std::uint64_t seed) const;
    [[nodiscard]] host_options training_options(std::uint64_t seed) const;
    void go_through(std::uint64_t seed, journal& log);
    void train_dense(std::uint64_t seed, const data_split& data, journal& log);
    /// The network that `train_dense` left.
    [[nodiscard]] nn::model dense(std::uint64_t seed) const;

    /// How ICE-Pick's numbers are looked for, in images.
    [[nodiscard]] tuning_options tuning_of(std::uint64_t seed, const data_split& data) const;
    /// The numbers of the recipe in hand: as chosen or, of ICE-Pick where it is to be tuned, as
    /// found.
    void prepare(const std::string& name, std::uint64_t seed, const data_split& data, journal& log);

    /// Removes what a recipe has masked, and reports.
    void conclude_steps(
        const std::string& name, std::uint64_t seed, const data_split& data, journal& log,
        trained_again& stage, const coppice::drive::run_report& report,
        const coppice::compact::plan& removed, const coppice::metric::size& masked);
    void conclude_training(
        const std::string& name, std::uint64_t seed, const data_split& data, journal& log,
        nn::network& net, const coppice::metric::size& pruned, const coppice::metric::size& masked);

    [[nodiscard]] double latency_of(nn::network& net, const data_split& data) const;

    /// Saves a network where that was asked for.
    void save(
        const nn::network& net, const std::string& recipe, std::uint64_t seed,
        const data_split& data) const;

    void conclude(journal& log, const nn::network& net, result made);

    /// Begins a stage, or goes on in it with the host as it was.
    void take_up(host& host);
    /// The same for a recipe, with its stepper or course.
    template <class Driver>
    void take_up(host& host, Driver& driver, const coppice::checkpoint::subject& of) {
        if (state_.current.begun) {
            driver.restore(coppice::checkpoint::unpack<typename Driver::state>(
                state_.current.driver, snapshots_.file().string(), of));
            host.announce("  retraining");
        }
        take_up(host);
    }

    /// Between two pieces of a stage: leaves a snapshot if one is due.
    void keep(const host& host, const journal& log);
    template <class Driver>
    void keep(
        const host& host, const Driver& driver, const coppice::checkpoint::subject& of,
        const journal& log) {
        if (snapshots_.due()) {
            state_.current.driver = coppice::checkpoint::pack(driver.save(), of);
            keep(host, log);
        }
    }
    /// Between two stages.
    void next_stage(const journal& log);
    void keep_now(const journal& log);

    options chosen_;
    const arithmetic& by_;
    data::data_set set_;
    snapshots snapshots_;
    run_state state_;
};

} // namespace trainer
