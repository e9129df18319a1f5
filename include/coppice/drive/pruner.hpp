#pragma once

#include "coppice/backend/concept.hpp"
#include "coppice/drive/detail/member_scores.hpp"
#include "coppice/drive/detail/spread_masks.hpp"
#include "coppice/drive/detail/targets.hpp"
#include "coppice/drive/outcome.hpp"
#include "coppice/metric/census.hpp"
#include "coppice/model/followers.hpp"
#include "coppice/recipe/compose.hpp"
#include "coppice/select/concept.hpp"
#include "coppice/select/scoring.hpp"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

/// Running a recipe.
namespace coppice::drive {

/// How many of a layer's groups shall be pruned in all, when `gone` already are: a counter that is
/// told the layer.
template <class C>
concept layer_counter = requires(const C& count, int layer, index groups, index gone) {
    { count(layer, groups, gone) } -> std::same_as<index>;
};

/// Scores, selects and masks the layers of one model as a recipe says. Sessions and drivers are
/// built on it; it knows nothing of training. Its state is its masks and what its selection
/// remembers; outputs shown are not saved: `look` again after `restore`.
///
/// It allocates when made; `prune` and `apply` do not.
template <class Recipe, element T, class Backend>
class pruner {
    using granularity_type = decltype(Recipe::granularity);
    using score_type = decltype(Recipe::score);
    using select_type = decltype(Recipe::select);

    static_assert(
        backend::policy<Backend, T>,
        "The backend lacks something that coppice/backend/concept.hpp asks of one.");
    static_assert(
        score::of_weights_alone<score_type, T>,
        "The recipe's score cannot read weights of the model's element type alone: give it an "
        "accumulate(double, T), or choose a score that needs nothing but weights.");

  public:
    static constexpr bool of_filters = granularity_type::removable;

    /// Whether filters are scored by what they put out: see `look`.
    static constexpr bool of_outputs = score::of_outputs<score_type>;

    static_assert(
        !score::of_scales<score_type> || of_filters,
        "score::bn_scale scores filters by their normalisation: compose it with "
        "coppice::granularity::filter.");

    /// @throws coppice::error if no layer of the model can be pruned as the recipe asks, or if
    ///         filters are pruned and the model declares no output
    pruner(const Recipe& recipe, const model::description<T>& model, Backend backend)
        : granularity_(recipe.granularity), scoring_(recipe.score, recipe.normalise),
          select_(recipe.select), backend_(std::move(backend)), couple_(recipe.couple),
          leaders_(model, couples), zeroed_(model::find_zeroed(model, leaders_)),
          spread_(backend_, zeroed_.others), census_(model, leaders_) {
        if (of_filters && !model.has_output()) {
            throw error(
                "model", "number of declared outputs", "0",
                "at least 1, or its last layer would lose classes: call output(value)");
        }
        for (const model::layer& layer : model.layers()) {
            names_.push_back(layer.name);
        }
        choose_targets(recipe, model);
        allocate();
        for (const target& kept : targets_) {
            backend_.keep_all(mask_of(kept));
        }
        take_stock();
        full_ = census_.total();
        full_scope_ = census_.weights_in_scope();
    }

    pruner(pruner&&) noexcept = default;
    pruner& operator=(pruner&&) noexcept = default;
    pruner(const pruner&) = delete;
    pruner& operator=(const pruner&) = delete;
    ~pruner() = default;

    /// Shown what layers put out, for scores of outputs; see drive/trainer.hpp.
    class viewer {
      public:
        explicit viewer(pruner& shown) : shown_(shown) {}

        /// Whether the layer is pruned, and so its output of use.
        [[nodiscard]] bool wants(int layer) const {
            bool found = false;
            shown_.for_each_part(layer, [&](const part& /*of*/) { found = true; });
            return found;
        }

        /// Adds a batch of a layer's output to what was shown since `look`. Those of other layers
        /// are passed over.
        /// @param output  images x filters [x extents], in the backend's memory
        /// @throws coppice::error for another number of filters, and for values below 0 if the
        ///         score makes no sense of them
        template <element U>
        void add(int layer, const view<U>& output) {
            shown_.for_each_part(layer, [&](part& of) { shown_.add_output(of, output); });
        }

      private:
        pruner& shown_;
    };

    /// Begins a look at what the layers put out, by which the next `prune` scores them.
    [[nodiscard]] viewer look() requires of_outputs {
        for (target& pruned : targets_) {
            for (part& of : pruned.parts) {
                of.seen.forget(backend_);
            }
        }
        return viewer(*this);
    }

    /// Prunes every layer it can.
    /// @param count  see select::counter, and layer_counter above
    /// @throws coppice::error for a score that is NaN, of a layer that is to lose more than before;
    ///         for a layer that showed no output, and for scores whose norm a normalisation finds
    ///         infinite
    template <class Count>
        requires select::counter<Count> || layer_counter<Count>
    void prune(Count count) {
        prune_if(count, [](int) { return true; });
    }

    /// Prunes those of the given layers that it can; layers that are coupled together, with the
    /// first of them.
    template <class Count>
        requires select::counter<Count> || layer_counter<Count>
    void prune(const std::vector<int>& layers, Count count) {
        prune_if(count, [&](int layer) {
            return std::find(layers.begin(), layers.end(), layer) != layers.end();
        });
    }

    /// Zeroes everything that the masks have cut, in the host's memory.
    void apply() {
        for (const target& pruned : targets_) {
            const mask::const_view mask = mask_of(pruned);
            for (const grouped<T>& zeroed : pruned.zeroed) {
                backend_.apply(mask, zeroed);
            }
        }
        spread_.apply(backend_);
    }

    /// One entry a layer that is pruned, in order; of layers that are pruned together, the first.
    [[nodiscard]] const std::vector<outcome>& outcomes() const { return outcomes_; }

    /// The layers that the recipe does not prune, with the reasons.
    [[nodiscard]] const std::vector<kept_whole>& left_alone() const { return left_alone_; }

    /// What the masks leave, and the whole model.
    [[nodiscard]] const metric::size& size() const { return census_.total(); }
    [[nodiscard]] const metric::size& full_size() const { return full_; }

    /// The whole model less the rows that the masks zero: see metric::census::masked.
    [[nodiscard]] const metric::size& masked_size() const { return census_.masked(); }

    /// The share of weights that remains, over the layers in blocks, or over all layers if the
    /// model has declared no block.
    [[nodiscard]] double remaining() const {
        return static_cast<double>(census_.weights_in_scope()) / static_cast<double>(full_scope_);
    }

    /// The share of groups pruned, over all layers that are pruned.
    [[nodiscard]] double sparsity() const {
        index gone = 0;
        for (const outcome& layer : outcomes_) {
            gone += layer.pruned;
        }
        return static_cast<double>(gone) / static_cast<double>(total_groups_in_masks());
    }

    /// A layer's mask, in the backend's memory; empty (size 0) if the layer is not pruned, or goes
    /// with another as a depthwise convolution does: then `group_mask` has it.
    [[nodiscard]] mask::const_view mask(int layer) const {
        if (const mask::const_view own = spread_.of_layer(layer); own.size > 0) {
            return own;
        }
        for (const target& masked : targets_) {
            for (const part& of : masked.parts) {
                if (of.layer == layer) {
                    return {bits_.data() + first_word(masked), masked.groups};
                }
            }
        }
        return {};
    }

    /// The mask of a group of `leaders()`, a bit a set, in the backend's memory; empty (size 0) if
    /// it is not pruned.
    [[nodiscard]] mask::const_view group_mask(int group) const requires of_filters {
        for (const target& masked : targets_) {
            if (masked.group == group) {
                return {bits_.data() + first_word(masked), masked.groups};
            }
        }
        return {};
    }

    /// A weight, or a tensor of its shape, cut into the groups that a mask counts.
    [[nodiscard]] grouped<T> cut(const view<T>& weight) const { return granularity_.cut(weight); }

    /// By group of `leaders()`, which is by layer unless layers are pruned together, masks in host
    /// memory; empty (size 0) for one that is not pruned.
    [[nodiscard]] const std::vector<mask::const_view>& filter_masks() const requires of_filters {
        return host_masks_;
    }

    /// Everything that pruning changes, in host memory.
    struct state {
        std::vector<index> groups;             ///< of each layer that is pruned
        std::vector<mask::word> masks;         ///< one after the other, each from a new word on
        std::vector<select::verdict> verdicts; ///< what the last selection said of each layer
        select::state_of<select_type> selection = {}; ///< what the selection remembers

        [[nodiscard]] friend bool operator==(const state&, const state&) = default;
    };

    [[nodiscard]] state save() const {
        state saved{
            {},
            std::vector<mask::word>(static_cast<std::size_t>(mask::words(total_groups_))),
            {},
            memory_};
        for (const outcome& layer : outcomes_) {
            saved.groups.push_back(layer.groups);
            saved.verdicts.push_back({layer.asked, layer.why});
        }
        backend_.download(all_masks(), saved.masks);
        return saved;
    }

    /// Takes masks up again; weights are left as they are.
    /// @throws coppice::error if they are of other layers, or damaged
    void restore(const state& saved) {
        check(saved);
        backend_.upload(saved.masks, {bits_.data(), total_groups_});
        for (std::size_t t = 0; t < targets_.size(); ++t) {
            outcome& layer = outcomes_[t];
            layer.pruned = layer.groups - backend_.kept(mask_of(targets_[t]));
            layer.asked = saved.verdicts[t].asked;
            layer.why = saved.verdicts[t].why;
        }
        memory_ = saved.selection;
        take_stock();
        spread_.update(backend_, host_masks_);
    }

    [[nodiscard]] Backend& backend() { return backend_; }
    [[nodiscard]] const model::leaders& leaders() const { return leaders_; }

  private:
    using scoring = select::scoring<T, granularity_type, score_type, decltype(Recipe::normalise)>;
    using source = typename scoring::source;

    static constexpr bool couples = decltype(Recipe::couple)::couples;

    using part = detail::part<Recipe, T, Backend>;
    using target = detail::target<Recipe, T, Backend>;

    /// What a selection may ask: how many groups, and how large the masks leave the model.
    template <class Count>
    struct question {
        pruner& asked;
        Count count;

        [[nodiscard]] index operator()(index groups, index gone) const {
            static_assert(
                select::counter<Count>,
                "The recipe's step counts layer by layer, and its selection asks for all layers "
                "together: select with coppice::select::local.");
            return count(groups, gone);
        }
        [[nodiscard]] index of_tensor(std::size_t tensor, index groups, index gone) const requires
            layer_counter<Count> {
            return count(asked.outcomes_[asked.chosen_[tensor]].layer, groups, gone);
        }
        [[nodiscard]] metric::size left(std::span<const index> pruned) const {
            for (std::size_t i = 0; i < pruned.size(); ++i) {
                asked.outcomes_[asked.chosen_[i]].pruned = pruned[i];
            }
            asked.take_stock();
            return asked.census_.total();
        }
    };

    void choose_targets(const Recipe& recipe, const model::description<T>& model) {
        detail::target_finder<Recipe, T, Backend> found(recipe, model, leaders_, zeroed_, backend_);
        targets_ = std::move(found.targets);
        outcomes_ = std::move(found.outcomes);
        left_alone_ = std::move(found.left_alone);
        total_groups_ = found.total_groups;
        for (outcome& layer : outcomes_) {
            layer.why = limit_at(layer);
        }
    }

    [[nodiscard]] const std::string& name_of(int layer) const {
        return names_[static_cast<std::size_t>(layer)];
    }

    void allocate() {
        bits_ = backend_.template allocate<mask::word>(mask::words(total_groups_));
        host_masks_.resize(static_cast<std::size_t>(leaders_.groups()));
        pruned_weights_.resize(names_.size());
        scores_ = backend_.template allocate<double>(scoring::memory(total_groups_));
        index largest = 0;
        index filters = 0;
        index members = 0;
        for (const target& scored : targets_) {
            for (const part& of : scored.parts) {
                largest = std::max(largest, scoring_.workspace(of.scored.groups()));
            }
            if (couples && !scored.plain()) {
                filters = std::max(filters, scored.of_layers.filters);
                members =
                    std::max(members, static_cast<index>(scored.of_layers.order.front().size()));
            }
        }
        scratch_of_score_ = backend_.template allocate<double>(largest);
        member_scores_ = detail::member_scores<Backend>(backend_, filters, members);
        scratch_.resize(
            static_cast<std::size_t>(select::scratch(select_, mask::words(total_groups_))));
        workspace_ = backend_.template allocate<std::byte>(
            Backend::select_workspace(static_cast<index>(targets_.size()), total_groups_));
        candidates_.reserve(targets_.size());
        chosen_.reserve(targets_.size());
        pruned_.resize(targets_.size());
        verdicts_.resize(targets_.size());
        if constexpr (of_filters) {
            host_bits_.resize(static_cast<std::size_t>(mask::words(total_groups_)));
            for (const target& masked : targets_) {
                host_masks_[static_cast<std::size_t>(masked.group)] = {
                    host_bits_.data() + first_word(masked), masked.groups};
            }
        }
    }

    template <class Count, class Chosen>
    void prune_if(Count count, Chosen chosen) {
        candidates_.clear();
        chosen_.clear();
        for (std::size_t t = 0; t < targets_.size(); ++t) {
            if (chosen(targets_[t].layer)) {
                chosen_.push_back(t);
                candidates_.push_back(
                    {scores_of(targets_[t]), mask_of(targets_[t]), outcomes_[t].pruned,
                     targets_[t].groups - 1, targets_[t].members, targets_[t].extents});
            }
        }
        const select::work<source> on{
            candidates_,       std::span<index>(pruned_).first(chosen_.size()),
            verdicts_,         weights_left(),
            workspace_.data(), scratch_};
        refuse(select::prune(select_, backend_, on, question<Count>{*this, count}, memory_));
        bool changed = false;
        for (std::size_t i = 0; i < chosen_.size(); ++i) {
            outcome& layer = outcomes_[chosen_[i]];
            changed = changed || candidates_[i].gone != on.pruned[i];
            layer.pruned = on.pruned[i];
            layer.asked = verdicts_[i].asked;
            layer.why = verdicts_[i].why;
        }
        if (changed) {
            take_stock();
            spread_.update(backend_, host_masks_);
        }
    }

    /// Of all layers that are pruned.
    [[nodiscard]] index weights_left() const {
        index left = 0;
        for (std::size_t t = 0; t < targets_.size(); ++t) {
            left += (outcomes_[t].groups - outcomes_[t].pruned) * targets_[t].members;
        }
        return left;
    }

    /// Without a selection that could say more.
    [[nodiscard]] static select::limit limit_at(const outcome& layer) {
        return layer.pruned == layer.groups - 1 ? select::limit::one_left : select::limit::none;
    }

    void refuse(const select::not_a_number& fault) const {
        if (fault.found()) {
            const target& bad = targets_[chosen_[static_cast<std::size_t>(fault.tensor)]];
            throw error(
                name_of(bad.layer),
                (granularity_type::single_weights ? "weight " : "the score of group ") +
                    text(fault.group),
                "NaN", "a number");
        }
    }

    [[nodiscard]] source scores_of(const target& scored) {
        const std::string& name = name_of(scored.layer);
        double* const out = scores_.data() + (scoring::stored ? scored.first_group : 0);
        if constexpr (couples) {
            if (!scored.plain()) {
                double* filters = member_scores_.of_layers();
                for (const part& of : scored.parts) {
                    write_scores(of, filters);
                    filters += of.scored.groups();
                }
                member_scores_.reduce(backend_, couple_, scored.of_layers, out);
                return scoring_.normalised(backend_, scored.groups, name, out);
            }
        }
        const part& alone = scored.parts.front();
        if constexpr (of_outputs) {
            require_shown(alone);
            return scoring_(backend_, alone.seen, name, out);
        } else {
            return scoring_(
                backend_, alone.scored, alone.layer, name, out, scratch_of_score_.data());
        }
    }

    /// Those of a layer's filters, not normalised.
    void write_scores(const part& of, double* out) {
        if constexpr (of_outputs) {
            require_shown(of);
            scoring_.write(backend_, of.seen, out);
        } else {
            scoring_.write(backend_, of.scored, of.layer, out, scratch_of_score_.data());
        }
    }

    void require_shown(const part& of) const {
        if (of.seen.images() == 0) {
            throw error(
                name_of(of.layer), "number of images in the outputs shown", "0",
                "at least 1, or there is nothing to score it by");
        }
    }

    /// Calls visit(part) for what is scored of a layer.
    template <class Visit>
    void for_each_part(int layer, Visit visit) {
        for (target& pruned : targets_) {
            for (part& of : pruned.parts) {
                if (of.layer == layer) {
                    visit(of);
                }
            }
        }
    }

    template <element U>
    void add_output(part& shown, const view<U>& output) {
        const std::string& name = name_of(shown.layer);
        if constexpr (score::of_non_negative<score_type>) {
            const double least =
                backend_.total(score::lowest_below_zero{}, whole(output).read_only());
            if (least < 0) {
                throw error(
                    name, "an output after its non-linearity", text(least),
                    "at least 0 for the recipe's score to make sense");
            }
        }
        shown.seen.add(backend_, scoring_.score(), output, name);
    }

    [[nodiscard]] mask::view mask_of(const target& masked) {
        return {bits_.data() + first_word(masked), masked.groups};
    }

    void check(const state& saved) const {
        std::vector<index> groups;
        for (const outcome& layer : outcomes_) {
            groups.push_back(layer.groups);
        }
        if (saved.groups != groups || saved.verdicts.size() != groups.size() ||
            static_cast<index>(saved.masks.size()) != mask::words(total_groups_)) {
            throw error(
                "restore", "state", "of other layers",
                "one that the same recipe saved of the same model");
        }
        for (const target& masked : targets_) {
            const index used = masked.groups % mask::bits_per_word;
            const index last = first_word(masked) + mask::words(masked.groups) - 1;
            const auto begin = saved.masks.begin() + first_word(masked);
            const bool emptied =
                std::all_of(begin, begin + mask::words(masked.groups), [](mask::word word) {
                    return word == 0;
                });
            if (emptied ||
                (used != 0 && saved.masks[static_cast<std::size_t>(last)] >> used != 0)) {
                throw error("restore", "state", "damaged", "as it was saved");
            }
        }
    }

    /// Counts what the masks leave. Masks of filters come to the host for it.
    void take_stock() {
        if constexpr (of_filters) {
            backend_.download(all_masks(), host_bits_);
            census_.count_filters(host_masks_);
        } else {
            for (std::size_t t = 0; t < targets_.size(); ++t) {
                pruned_weights_[static_cast<std::size_t>(targets_[t].layer)] =
                    outcomes_[t].pruned * targets_[t].members;
            }
            census_.count_weights(pruned_weights_);
        }
    }

    [[nodiscard]] mask::const_view all_masks() const { return {bits_.data(), total_groups_}; }

    [[nodiscard]] static index first_word(const target& masked) {
        return masked.first_group / mask::bits_per_word;
    }

    [[nodiscard]] index total_groups_in_masks() const {
        index groups = 0;
        for (const outcome& layer : outcomes_) {
            groups += layer.groups;
        }
        return groups;
    }

    granularity_type granularity_;
    scoring scoring_;
    select_type select_;
    select::state_of<select_type> memory_{};
    mutable Backend backend_; ///< reading a mask changes nothing but the backend's stream
    decltype(Recipe::couple) couple_;
    model::leaders leaders_;
    model::zeroed<T> zeroed_;
    detail::spread_masks<T, Backend> spread_;
    metric::census census_;
    metric::size full_;
    index full_scope_ = 0;
    std::vector<std::string> names_;
    std::vector<target> targets_;
    std::vector<outcome> outcomes_;
    std::vector<kept_whole> left_alone_;
    index total_groups_ = 0; ///< each target's rounded up to whole words

    decltype(std::declval<Backend&>().template allocate<mask::word>(1)) bits_;
    decltype(std::declval<Backend&>().template allocate<double>(1)) scores_;
    decltype(std::declval<Backend&>().template allocate<double>(1)) scratch_of_score_;
    decltype(std::declval<Backend&>().template allocate<std::byte>(1)) workspace_;
    detail::member_scores<Backend> member_scores_;
    std::vector<mask::word> host_bits_;        ///< of filters
    std::vector<mask::const_view> host_masks_; ///< of filters, by layer
    std::vector<index> pruned_weights_;        ///< of single weights, by layer
    std::vector<select::candidate<source>> candidates_;
    std::vector<std::size_t> chosen_;
    std::vector<index> pruned_;
    std::vector<select::verdict> verdicts_;
    std::vector<mask::word> scratch_; ///< of selections that try masks
};

} // namespace coppice::drive
