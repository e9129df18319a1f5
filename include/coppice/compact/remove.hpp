#pragma once

#include "coppice/compact/plan.hpp"
#include "coppice/core/math.hpp"
#include "coppice/core/require.hpp"
#include "coppice/drive/trainer.hpp"
#include "coppice/score/detail/squared_distance.hpp"
#include "coppice/score/l2.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace coppice::compact {

/// A host that can have its network shrunk:
///
///     struct mine {
///         void show(auto& viewer);                  // see below
///         void shrink(const coppice::compact::plan&); // removes: weights, statistics, optimiser
///     };
///
/// `show` runs a probe batch, the same every time, in evaluation mode through the network as it is,
/// and for each layer that `viewer.wants` calls `viewer.add(layer, output)`, with the output images
/// x filters [x extents] in the backend's memory, taken wherever the host likes between the layer
/// and the next that reads it, but in the same place each time. `shrink` carries the plan out by
/// `plan::gather` or `plan::shrink`.
template <class H, class T>
concept shrinking_host =
    requires(H& host, drive::viewer_archetype<T>& viewer, const plan& planned) {
    host.show(viewer);
    host.shrink(planned);
};

/// How far masked and shrunk outputs may be apart.
struct agreement {
    bool checked = true;     ///< whether it is looked at
    double tolerance = 1e-4; ///< || masked - shrunk ||_2 / || masked ||_2 of a layer, in (0, 1)

    void validate() const {
        require(
            tolerance > 0 && tolerance < 1, "compact::agreement", "tolerance", tolerance,
            "in (0, 1)");
    }
};

namespace detail {

/// Keeps what the layers of a masked network put out, and compares what those of the shrunk one do.
template <class Backend, element T>
class witness {
  public:
    witness(Backend& backend, const model::description<T>& model, const plan& planned)
        : backend_(backend), model_(model), planned_(planned), layers_(model.layers().size()) {}

    [[nodiscard]] bool wants(int layer) const {
        return layer >= 0 && layer < static_cast<int>(layers_.size());
    }

    /// From now on it is the shrunk network that shows.
    void turn() { turned_ = true; }

    template <element U>
    void add(int layer, const view<U>& output) {
        require_number("compact::remove", "layer that the host shows", layer, layers_.size());
        seen& of = layers_[static_cast<std::size_t>(layer)];
        if (turned_) {
            compare(layer, of, output);
        } else {
            keep(layer, of, output);
        }
    }

    /// @throws coppice::error for the first layer that differs, or that was not shown again
    void judge(double tolerance) const {
        for (std::size_t at = 0; at < layers_.size(); ++at) {
            const seen& of = layers_[at];
            const std::string& name = model_.layers()[at].name;
            if (of.compared != of.batches.size()) {
                throw error(
                    name, "number of outputs shown after the removal", text(of.compared),
                    text(of.batches.size()) + ", as before it");
            }
            const double apart = math::sqrt(of.apart);
            const double bound = tolerance * math::sqrt(of.norm);
            if (!(apart <= bound)) {
                throw error(
                    name, "L2 distance between shrunk and masked output", text(apart),
                    "at most " + text(bound) +
                        ": are the masks applied, and is every tensor cut as planned?");
            }
        }
    }

    /// Whether anything was shown.
    [[nodiscard]] bool shown() const {
        bool any = false;
        for (const seen& of : layers_) {
            any = any || !of.batches.empty();
        }
        return any;
    }

  private:
    struct batch {
        shape extents;
        typename Backend::template buffer<T> values;
    };

    struct seen {
        std::vector<batch> batches = {};
        std::size_t compared = 0;
        double apart = 0; ///< sum of squares
        double norm = 0;
    };

    template <element U>
    void keep(int layer, seen& of, const view<U>& output) {
        const remainder& filters =
            planned_.dimensions()[static_cast<std::size_t>(model_.layer_at(layer).output.id)];
        if (output.rank() < 2 || output.extent(1) != filters.extent) {
            throw error(
                model_.layer_at(layer).name, "shape of its output", text(output.extents()),
                "images x " + text(filters.extent) + ", with any further axes");
        }
        batch kept{output.extents(), {}};
        std::vector<std::vector<index>> lists(static_cast<std::size_t>(output.rank()));
        lists[1] = filters.kept;
        if (!filters.kept.empty()) {
            kept.extents[1] = static_cast<index>(filters.kept.size());
        }
        kept.values = backend_.template allocate<T>(kept.extents.size());
        backend_.gather(view<const T>(output), lists, view<T>(kept.values.data(), kept.extents));
        of.batches.push_back(std::move(kept));
    }

    template <element U>
    void compare(int layer, seen& of, const view<U>& output) {
        if (of.compared == of.batches.size()) {
            throw error(
                model_.layer_at(layer).name, "number of outputs shown after the removal",
                text(of.compared + 1), text(of.batches.size()) + ", as before it");
        }
        const batch& masked = of.batches[of.compared++];
        if (output.extents() != masked.extents) {
            throw error(
                model_.layer_at(layer).name, "shape of its output after the removal",
                text(output.extents()), text(masked.extents));
        }
        const grouped<const T> before = whole(view<const T>(masked.values.data(), masked.extents));
        const grouped<const T> after = whole(view<const T>(output));
        of.apart += backend_.total(score::detail::squared_distance{}, before, after);
        const double norm = backend_.total(score::l2{}, before);
        of.norm += norm * norm;
    }

    Backend& backend_;
    const model::description<T>& model_;
    const plan& planned_;
    std::vector<seen> layers_;
    bool turned_ = false;
};

} // namespace detail

/// Has a host carry out a plan, and checks that its layers then put out what they did with masks in
/// force. Masks have to be applied before. The model describes the whole network, of which the
/// memory may be gone afterwards.
/// @throws coppice::error as `plan::check` does, before anything moves; and, when the network is
///         already shrunk, for the first layer whose output differs by more than the tolerance: a
///         host that wants to go on from there keeps a snapshot
template <class Backend, element T, class Host>
void remove(
    Backend& backend, const model::description<T>& model, const plan& planned, Host& host,
    const agreement& wanted = {}) {
    static_assert(
        shrinking_host<Host, T>,
        "The host lacks something that coppice/compact/remove.hpp asks of one: show(viewer), "
        "shrink(plan).");
    wanted.validate();
    planned.check(model);
    detail::witness<Backend, T> masked(backend, model, planned);
    if (wanted.checked) {
        host.show(masked);
        if (!masked.shown()) {
            throw error(
                "compact::remove", "number of layers that the host shows", "0",
                "at least 1, or agreement{.checked = false}");
        }
    }
    host.shrink(planned);
    if (wanted.checked) {
        masked.turn();
        host.show(masked);
        masked.judge(wanted.tolerance);
    }
}

} // namespace coppice::compact
