#include "trainer/host.hpp"

#include <algorithm>
#include <stdexcept>

#include "nn/loss/accuracy.hpp"
#include "nn/loss/cross_entropy.hpp"
#include "nn/loss/distillation.hpp"
#include "nn/optimiser/nadam.hpp"
#include "nn/optimiser/sgd.hpp"
#include "report/format.hpp"

namespace trainer {

namespace {

nn::shape batch_shape(const data::images& set, std::size_t images) {
    return {
        images, static_cast<std::size_t>(set.channels), static_cast<std::size_t>(set.height),
        static_cast<std::size_t>(set.width)};
}

/// The node that alone reads this one's output.
std::optional<nn::node_id> only_reader(const nn::network& net, nn::node_id of) {
    std::optional<nn::node_id> found;
    for (std::size_t i = 0; i < net.nodes().size(); ++i) {
        const std::vector<nn::node_id>& inputs = net.nodes()[i].inputs;
        const auto times = std::count(inputs.begin(), inputs.end(), of);
        if (times > 1 || (times == 1 && found)) {
            return std::nullopt;
        }
        if (times == 1) {
            found = nn::node_id{i};
        }
    }
    return found;
}

/// A batch is no larger than what it is made of.
std::size_t most_in_batch(std::size_t asked, const data::images& of) {
    return std::min(asked, std::max<std::size_t>(of.count, 1));
}

host_options within(host_options options, const data::images& set) {
    options.batch_size = most_in_batch(options.batch_size, set);
    return options;
}

} // namespace

std::vector<std::optional<nn::node_id>>
find_rectified(const nn::network& net, const std::vector<nn::node_id>& layers) {
    std::vector<std::optional<nn::node_id>> rectified;
    for (const nn::node_id layer : layers) {
        std::optional<nn::node_id> at = only_reader(net, layer);
        if (at && net[*at].kind == nn::node_kind::batch_norm) {
            at = only_reader(net, *at);
        }
        const bool never_negative =
            at && (net[*at].kind == nn::node_kind::relu || net[*at].kind == nn::node_kind::relu6);
        rectified.push_back(never_negative ? at : std::nullopt);
    }
    return rectified;
}

coppice::metric::accuracy count_answers(
    nn::network& net, const data::images& set, const data::normalisation& scale,
    std::size_t batch_size, const std::function<bool(const coppice::metric::accuracy&)>& enough) {
    const std::size_t most = most_in_batch(batch_size, set);
    data::batches batches(set, scale, {.batch_size = most});
    nn::tensor images(batch_shape(set, most));
    std::vector<int> labels(most);
    coppice::metric::accuracy counted;
    while (true) {
        images.reshape(batch_shape(set, most));
        const std::size_t count = batches.next(images.values(), labels);
        if (count == 0) {
            return counted;
        }
        check_interrupts();
        images.reshape(batch_shape(set, count));
        const nn::tensor& logits = net.forward(images, nn::mode::evaluation);
        counted.correct += static_cast<coppice::index>(
            nn::count_correct(logits, std::span<const int>(labels.data(), count)));
        counted.total += static_cast<coppice::index>(count);
        if (enough && enough(counted)) {
            return counted;
        }
    }
}

nn::network_state
interpolate(const nn::network_state& from, const nn::network_state& to, double share) {
    const bool alike = std::equal(
        from.begin(), from.end(), to.begin(), to.end(),
        [](const auto& a, const auto& b) { return a.shape() == b.shape(); });
    if (!alike) {
        throw std::invalid_argument(
            "interpolate: found states of different networks, expected two of the same");
    }
    nn::network_state between = from;
    for (std::size_t i = 0; i < between.size(); ++i) {
        for (std::size_t at = 0; at < between[i].size(); ++at) {
            between[i][at] = static_cast<float>(
                (1 - share) * static_cast<double>(from[i][at]) +
                share * static_cast<double>(to[i][at]));
        }
    }
    return between;
}

void freeze_layer(nn::network& net, nn::node_id layer, bool frozen, bool hold_statistics) {
    net.freeze(layer, frozen);
    for (std::size_t i = 0; i < net.nodes().size(); ++i) {
        const nn::node& node = net.nodes()[i];
        if (node.kind == nn::node_kind::batch_norm && node.inputs[0] == layer) {
            net.freeze({i}, frozen);
            net.hold_statistics({i}, frozen && hold_statistics);
        }
    }
}

host::host(
    nn::network& net, const described& description, const data_split& data,
    const host_options& options)
    : net_(net), description_(description), data_(data), options_(within(options, data.training)),
      batches_(
          data.training, data.scale,
          {.batch_size = options_.batch_size,
           .shuffle = true,
           .seed = options.seed,
           .augment = options.augment}),
      optimiser_(make_optimiser(options.how)), rectified_(find_rectified(net, description.layers)),
      images_(batch_shape(data.training, options_.batch_size)), all_labels_(options_.batch_size) {
    if (options.distil) {
        teacher_.emplace(
            net, options.augment.active() ? 0 : data.training.count,
            static_cast<std::size_t>(data.training.classes));
    }
}

host_state host::pause() const {
    return {save(), epoch_, last_loss_, teacher_ ? teacher_->remembered() : teacher::memory{}};
}

void host::resume(const host_state& saved) {
    const nn::network_state now = net_.state();
    const auto same_extents = [](const nn::tensor& a, const nn::tensor& b) {
        return a.shape() == b.shape();
    };
    if (!std::equal(
            now.begin(), now.end(), saved.trained.weights.begin(), saved.trained.weights.end(),
            same_extents)) {
        throw coppice::error(
            "host", "saved network", "of other extents", "as large as the one that goes on");
    }
    for (std::size_t p = 0; p < saved.trained.slots.size(); ++p) {
        for (const nn::tensor& slot : saved.trained.slots[p].tensors) {
            if (p >= now.size() || !same_extents(slot, now[p])) {
                throw coppice::error(
                    "host", "saved optimiser", "of other extents", "as large as the network");
            }
        }
    }
    if (teacher_) {
        teacher_->remember(saved.taught);
    }
    restore(saved.trained);
    epoch_ = saved.epoch;
    last_loss_ = saved.last_loss;
}

std::unique_ptr<nn::optimiser> host::make_optimiser(method how) {
    if (how == method::nadam) {
        return std::make_unique<nn::nadam>(nn::nadam_options{.weight_decay = 1e-4});
    }
    return std::make_unique<nn::sgd>(nn::sgd_options{
        .momentum = 0.9, .weight_decay = 1e-4, .nesterov = how == method::nesterov});
}

void host::take_back(
    const nn::network& small, const nn::optimiser_state& slots,
    const coppice::compact::plan& plan) {
    put_back(small, description_, plan, net_);
    nn::optimiser_state whole = optimiser_->state();
    put_back(slots, net_, description_, plan, whole);
    optimiser_->load(whole);
}

bool host::next_batch() {
    images_.reshape(batch_shape(data_.training, options_.batch_size));
    const std::size_t count = batches_.next(images_.values(), all_labels_);
    if (count > 0) {
        images_.reshape(batch_shape(data_.training, count));
    }
    labels_ = std::span<const int>(all_labels_.data(), count);
    return count > 0;
}

double host::train_batch(nn::network& net, nn::optimiser& by, double rate) {
    const nn::tensor& logits = net.forward(images_, nn::mode::training);
    double loss = 0;
    if (teacher_) {
        const nn::tensor& taught = teacher_->logits(images_, batches_.indices());
        loss = nn::distil(logits, taught, labels_, gradient_).sum();
    } else {
        loss = nn::cross_entropy(logits, labels_, gradient_);
    }
    net.backward(gradient_);
    by.step(net, rate);
    return loss;
}

void host::run_calibration() {
    const std::size_t count = std::min(options_.calibration_images, data_.training.count);
    data::batches batches(data_.training, data_.scale, {.batch_size = count});
    nn::tensor images(batch_shape(data_.training, count));
    std::vector<int> labels(count);
    batches.next(images.values(), labels);
    net_.forward(images, nn::mode::evaluation);
}

// After a batch a running statistic is 0.9 of what it was and 0.1 of the batch's: from 0, a tenth.
void host::recompute_statistics() {
    constexpr double batches_share = 0.1;
    nn::current_device().wait(); // for the statistics are written here
    std::vector<nn::parameter*> statistics;
    for (std::size_t i = 0; i < net_.nodes().size(); ++i) {
        net_.hold_statistics({i}, false); // whatever the last epoch has frozen
        for (nn::parameter& each : net_.parameters({i})) {
            if (!each.trainable()) {
                statistics.push_back(&each);
            }
        }
    }
    std::vector<std::vector<double>> sums;
    sums.reserve(statistics.size());
    for (const nn::parameter* each : statistics) {
        sums.emplace_back(each->value.size());
    }
    const std::size_t count = std::min(options_.statistics_images, data_.training.count);
    const std::size_t full = std::min(options_.batch_size, count);
    data::batches batches(data_.training, data_.scale, {.batch_size = full});
    nn::tensor images(batch_shape(data_.training, full));
    std::vector<int> labels(full);
    const std::size_t steps = count / full; // full ones, which weigh the same
    for (std::size_t step = 0; step < steps; ++step) {
        check_interrupts();
        batches.next(images.values(), labels);
        for (nn::parameter* each : statistics) {
            each->value.fill(0.0F);
        }
        net_.forward(images, nn::mode::training);
        for (std::size_t i = 0; i < statistics.size(); ++i) {
            for (std::size_t at = 0; at < sums[i].size(); ++at) {
                sums[i][at] += static_cast<double>(statistics[i]->value[at]) / batches_share;
            }
        }
    }
    for (std::size_t i = 0; i < statistics.size(); ++i) {
        for (std::size_t at = 0; at < sums[i].size(); ++at) {
            statistics[i]->value[at] = static_cast<float>(sums[i][at] / static_cast<double>(steps));
        }
    }
}

std::string host::format_loss(double loss) {
    return report::decimal(loss, 3);
}

} // namespace trainer
