#pragma once

#include <coppice/compact/plan.hpp>
#include <coppice/metric/accuracy.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "data/batches.hpp"
#include "nn/device/device.hpp"
#include "nn/network.hpp"
#include "nn/optimiser/optimiser.hpp"
#include "report/progress.hpp"
#include "trainer/describe.hpp"
#include "trainer/history.hpp"
#include "trainer/interrupt.hpp"
#include "trainer/shrink.hpp"
#include "trainer/teacher.hpp"

namespace trainer {

/// The images of one experiment, ready for use.
struct data_split {
    data::images training;
    data::images validation; ///< held out of the training set
    data::images test;       ///< for the final report only
    data::normalisation scale;
};

/// What changes the weights, each with weight decay 1e-4.
enum class method {
    sgd,      ///< stochastic gradient descent with momentum 0.9
    nesterov, ///< the same with Nesterov's momentum
    nadam     ///< Adam with Nesterov's momentum
};

/// All that changes while a host trains.
struct host_state {
    snapshot trained;
    std::uint64_t epoch = 0; ///< the next one's number, of which order and augmentation are made
    double last_loss = 0;
    teacher::memory taught;
};

struct host_options {
    method how = method::sgd;
    std::size_t batch_size = 128;
    std::size_t calibration_images = 128; ///< the first of the training set
    std::size_t statistics_images = 1000; ///< the same, for normalisations' statistics taken anew
    std::uint64_t seed = 1;
    bool distil = false; ///< learn from the network as it was when the host was made, too
    bool shrink = false; ///< retrain without what masks leave without use: see host::train_epoch
    bool hold_statistics = false; ///< of the normalisations of frozen layers
    data::augmentation augment = {};
};

/// Answers of a network on a set, counted in evaluation mode.
/// @param enough  asked after every batch; counting ends as soon as it is true
[[nodiscard]] coppice::metric::accuracy count_answers(
    nn::network& net, const data::images& set, const data::normalisation& scale,
    std::size_t batch_size,
    const std::function<bool(const coppice::metric::accuracy&)>& enough = {});

/// Freezes a layer or lets it train again, and the scale and the shift of its normalisation with
/// it.
/// @param hold_statistics  whether a frozen layer's normalisation keeps its running statistics, too
void freeze_layer(nn::network& net, nn::node_id layer, bool frozen, bool hold_statistics = false);

/// By layer, the node whose output is the layer's after its non-linearity: the ReLU that alone
/// reads it, perhaps by way of a normalisation. Nothing where there is none.
[[nodiscard]] std::vector<std::optional<nn::node_id>>
find_rectified(const nn::network& net, const std::vector<nn::node_id>& layers);

/// (1 - share) from + share to, tensor by tensor.
/// @throws std::invalid_argument for states of different networks
[[nodiscard]] nn::network_state
interpolate(const nn::network_state& from, const nn::network_state& to, double share);

/// A driver's guide whose masks, of whole filters, stay as they are while an epoch lasts.
template <class G>
concept cuts_filters = requires(G& guide) {
    requires std::remove_cvref_t<decltype(guide.pruned())>::of_filters;
};

/// Trains a network for coppice's drivers: see coppice/drive/trainer.hpp. On cross-entropy or,
/// distilling, on cross-entropy plus the divergence from a teacher at temperature 2.
class host {
  public:
    /// @param net          stays the caller's, and where it is
    /// @param description  of it; stays the caller's
    host(
        nn::network& net, const described& description, const data_split& data,
        const host_options& options);

    /// What the progress bar calls the next epoch.
    void announce(std::string label) { label_ = std::move(label); }

    /// Where options say so, an epoch that a stepper steers trains a copy of the network without
    /// what the masks leave without use, and puts back what that has learnt. The network then
    /// answers as if it had been trained masked, but for rounding; weights that only read zeros
    /// stay as they are.
    template <class Guide>
    void train_epoch(Guide& guide) {
        if constexpr (cuts_filters<Guide>) {
            if (options_.shrink) {
                const coppice::compact::plan plan =
                    coppice::compact::make_plan(description_.model, guide.pruned());
                nn::network small = trainer::shrink(net_, description_, plan);
                const auto by = make_optimiser(options_.how);
                by->load(trainer::shrink(optimiser_->state(), net_, description_, plan));
                run_epoch(guide, small, *by, [](double) {});
                take_back(small, by->state(), plan);
                guide.after_step(1);
                return;
            }
        }
        run_epoch(guide, net_, *optimiser_, [&](double done) { guide.after_step(done); });
    }

    [[nodiscard]] coppice::metric::accuracy evaluate() {
        return count_answers(net_, data_.validation, data_.scale, options_.batch_size);
    }

    /// The same, no longer than until it is enough.
    [[nodiscard]] coppice::metric::accuracy
    evaluate(const std::function<bool(const coppice::metric::accuracy&)>& enough) {
        return count_answers(net_, data_.validation, data_.scale, options_.batch_size, enough);
    }

    /// The answers of a whole evaluation.
    [[nodiscard]] coppice::index questions() const {
        return static_cast<coppice::index>(data_.validation.count);
    }

    [[nodiscard]] snapshot save() const { return {net_.state(), optimiser_->state()}; }

    void restore(const snapshot& saved) {
        net_.load(saved.weights);
        optimiser_->load(saved.slots);
    }

    void reset_optimiser() { optimiser_->reset(); }

    /// Everything that a host needs to go on bit for bit as if it had not been left, in one like
    /// it.
    [[nodiscard]] host_state pause() const;
    /// @throws coppice::error for the state of another network or training set; nothing is changed
    ///         then
    void resume(const host_state& saved);

    /// The epochs of the original training that `rewind` can go back to.
    void remember(history original) { original_ = std::move(original); }

    /// @throws coppice::error for an epoch that is not remembered
    void rewind(int epoch) { restore(original_.at(epoch)); }

    /// From here on epochs go through the training set in another order, from their first one on.
    void order_data(std::uint64_t seed) {
        batches_.reseed(seed);
        epoch_ = 0;
    }

    /// Sets weights and statistics to (1 - share) from + share to.
    void interpolate(const snapshot& from, const snapshot& to, double share) {
        net_.load(trainer::interpolate(from.weights, to.weights, share));
    }

    /// Sets the running statistics of every normalisation to the mean of those of batches of
    /// training images, the same ones every time, without augmentation.
    void recompute_statistics();

    /// Shows what layers put out, after their non-linearity and in evaluation mode, on a batch that
    /// is always the same.
    /// @throws coppice::error for a layer without a non-linearity that is never negative
    template <class Viewer>
    void calibrate(Viewer& viewer) {
        run_calibration();
        for (std::size_t i = 0; i < description_.layers.size(); ++i) {
            const int layer = static_cast<int>(i);
            if (!viewer.wants(layer)) {
                continue;
            }
            if (!rectified_[i]) {
                throw coppice::error(
                    net_[description_.layers[i]].name, "what follows it", "no ReLU of its own",
                    "a ReLU that alone reads it, perhaps by way of a normalisation");
            }
            viewer.add(layer, view_of(net_.output(*rectified_[i])));
        }
    }

    /// Mean loss of the last epoch's batches.
    [[nodiscard]] double last_loss() const { return last_loss_; }

  private:
    template <class Guide, class AfterStep>
    void run_epoch(Guide& guide, nn::network& net, nn::optimiser& by, AfterStep after_step) {
        for (std::size_t layer = 0; layer < description_.layers.size(); ++layer) {
            freeze_layer(
                net, description_.layers[layer], guide.frozen(static_cast<int>(layer)),
                options_.hold_statistics);
        }
        batches_.start(epoch_++);
        const auto steps = static_cast<double>(batches_.count());
        report::progress bar(label_, data_.training.count, "images");
        double loss = 0;
        bool more = next_batch();
        for (double done = 0; more; ++done) {
            check_interrupts();
            const std::size_t images = labels_.size();
            loss += (train_batch(net, by, guide.rate(done / steps)) - loss) / (done + 1);
            more = next_batch();         // while the device is at work
            nn::current_device().wait(); // the guide may touch the weights
            after_step((done + 1) / steps);
            bar.note("loss " + format_loss(loss));
            bar.advance(images);
        }
        bar.finish();
        last_loss_ = loss;
    }

    /// What a shrunk copy has learnt.
    void take_back(
        const nn::network& small, const nn::optimiser_state& slots,
        const coppice::compact::plan& plan);

    [[nodiscard]] static std::unique_ptr<nn::optimiser> make_optimiser(method how);
    [[nodiscard]] bool next_batch();
    double train_batch(nn::network& net, nn::optimiser& by, double rate);
    void run_calibration();
    [[nodiscard]] static std::string format_loss(double loss);

    nn::network& net_;
    const described& description_;
    const data_split& data_;
    host_options options_;
    data::batches batches_;
    std::unique_ptr<nn::optimiser> optimiser_;
    history original_;
    std::vector<std::optional<nn::node_id>> rectified_; ///< by layer
    std::optional<teacher> teacher_;
    std::uint64_t epoch_ = 0;
    std::string label_ = "epoch";
    double last_loss_ = 0;

    nn::tensor images_;
    nn::tensor gradient_;
    std::vector<int> all_labels_; ///< room for a full batch
    std::span<const int> labels_;
};

} // namespace trainer
