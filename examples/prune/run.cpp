#include "prune/run.hpp"

#include <coppice/core/count.hpp>
#include <coppice/core/error.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "prune/choice.hpp"
#include "prune/masks.hpp"
#include "report/progress.hpp"
#include "safetensors/failure.hpp"
#include "safetensors/reader.hpp"
#include "safetensors/writer.hpp"

namespace prune {

namespace {

using coppice::index;
using safetensors::dtype;
using safetensors::tensor_info;

constexpr std::uint64_t at_once = std::uint64_t{4} << 20U;      ///< bytes that are copied
constexpr std::uint64_t worth_a_bar = std::uint64_t{64} << 20U; ///< bytes of a file

/// Calls visit(std::type_identity<T>()) with the type of the elements.
template <class Visit>
decltype(auto) with_element(dtype type, Visit visit) {
    switch (type) {
    case dtype::f64:
        return visit(std::type_identity<double>());
    case dtype::f32:
        return visit(std::type_identity<float>());
    case dtype::f16:
        return visit(std::type_identity<Eigen::half>());
    case dtype::bf16:
        return visit(std::type_identity<Eigen::bfloat16>());
    default:
        throw std::logic_error("left_alone() lets no such tensor through");
    }
}

template <class T>
std::vector<T> read(const safetensors::reader& from, const tensor_info& tensor) {
    try {
        std::vector<T> elements(tensor.elements());
        from.read(tensor, std::as_writable_bytes(std::span(elements)));
        return elements;
    } catch (const std::bad_alloc&) {
        throw std::runtime_error(
            safetensors::place_of(from.path(), tensor.name) + ": its " +
            std::to_string(tensor.bytes()) + " bytes do not fit into memory");
    }
}

/// The type in which elements are scored: that of floats or doubles which holds each of them.
template <class T>
using scored = std::conditional_t<std::is_same_v<T, double>, double, float>;

template <class To, class T>
std::vector<To> widened(const std::vector<T>& elements) {
    std::vector<To> wider(elements.size());
    std::transform(elements.begin(), elements.end(), wider.begin(), [](T element) {
        return static_cast<To>(element);
    });
    return wider;
}

/// Goes through a file: chooses the groups that go, and writes what is left.
class pass {
  public:
    explicit pass(const options& chosen)
        : how_(make_method(chosen)), from_(chosen.input),
          reasons_(left_alone(from_.tensors(), chosen, how_)),
          done_{chosen, {}, std::filesystem::file_size(chosen.input)} {}

    outcome run() {
        if (how_.global()) {
            choose_together();
        }
        if (!done_.chosen.output.empty()) {
            to_.emplace(done_.chosen.output, from_.tensors(), from_.metadata());
        }
        if (done_.file_bytes >= worth_a_bar) {
            bar_.emplace("pruning", from_.tensors().back().end, "bytes");
        }
        for (std::size_t t = 0; t < reasons_.size(); ++t) {
            const tensor_info& tensor = from_.tensors()[t];
            done_.tensors.push_back({.tensor = tensor, .left_alone = reasons_[t], .limit = {}});
            if (reasons_[t].empty()) {
                prune(done_.tensors.back());
            } else {
                copy(tensor);
            }
        }
        if (to_) {
            to_->finish();
        }
        if (bar_) {
            bar_->finish();
        }
        return std::move(done_);
    }

  private:
    void choose_together() {
        std::vector<const tensor_info*> pruned;
        for (std::size_t t = 0; t < reasons_.size(); ++t) {
            if (reasons_[t].empty()) {
                pruned.push_back(&from_.tensors()[t]);
            }
        }
        const bool doubles =
            std::any_of(pruned.begin(), pruned.end(), [](const tensor_info* tensor) {
                return tensor->type == dtype::f64;
            });
        masks_ = doubles ? chosen_together<double>(pruned) : chosen_together<float>(pruned);
    }

    /// @param Scored  holds the elements of all tensors
    template <class Scored>
    [[nodiscard]] std::vector<tensor_mask>
    chosen_together(const std::vector<const tensor_info*>& pruned) const {
        std::vector<std::vector<Scored>> memory;
        std::vector<coppice::view<const Scored>> views;
        for (const tensor_info* tensor : pruned) {
            memory.push_back(
                with_element(tensor->type, [&]<class T>(std::type_identity<T> /*type*/) {
                    if constexpr (std::is_same_v<T, Scored>) {
                        return read<T>(from_, *tensor);
                    } else {
                        return widened<Scored>(read<T>(from_, *tensor));
                    }
                }));
            views.emplace_back(memory.back().data(), extents_of(*tensor));
        }
        return named(pruned, [&] { return choose(how_, views, 0); });
    }

    /// Chooses for a tensor by itself.
    template <class T>
    [[nodiscard]] std::vector<tensor_mask>
    chosen_alone(const tensor_info& tensor, const std::vector<T>& weights, index number) const {
        if constexpr (std::is_same_v<T, scored<T>>) {
            const coppice::view<const T> view(weights.data(), extents_of(tensor));
            return named({&tensor}, [&] { return choose(how_, std::vector{view}, number); });
        } else {
            return chosen_alone(tensor, widened<scored<T>>(weights), number);
        }
    }

    void prune(tensor_outcome& to) {
        const index number = next_++;
        with_element(to.tensor.type, [&]<class T>(std::type_identity<T> /*type*/) {
            std::vector<T> weights = read<T>(from_, to.tensor);
            if (!how_.global()) {
                masks_ = chosen_alone(to.tensor, weights, number);
            }
            tensor_mask& mask = masks_[how_.global() ? static_cast<std::size_t>(number) : 0];
            apply(how_, mask, coppice::view<T>(weights.data(), extents_of(to.tensor)));
            to.groups = mask.size();
            to.pruned = mask.pruned;
            const bool one_of_many = masks_.size() > 1; // pruned together: none is asked by itself
            to.asked = how_.global() && !one_of_many ? coppice::floor_share(how_.share, to.groups)
                                                     : mask.verdict.asked;
            if (one_of_many || to.pruned != to.asked) {
                to.limit = coppice::select::reason(mask.verdict.why);
            }
            to.zeros = static_cast<std::uint64_t>(std::count(weights.begin(), weights.end(), T(0)));
            write(std::as_bytes(std::span(weights)));
        });
    }

    /// Copies a tensor in pieces.
    void copy(const tensor_info& tensor) {
        std::vector<std::byte> piece(std::min(tensor.bytes(), at_once));
        for (std::uint64_t begin = 0; begin < tensor.bytes(); begin += piece.size()) {
            piece.resize(std::min(tensor.bytes() - begin, at_once));
            from_.read(tensor, begin, piece);
            write(piece);
        }
    }

    void write(std::span<const std::byte> elements) {
        if (to_) {
            to_->write(elements);
        }
        if (bar_) {
            bar_->advance(elements.size());
        }
    }

    /// Errors of the library count tensors; here they have names.
    template <class Choose>
    [[nodiscard]] std::vector<tensor_mask>
    named(const std::vector<const tensor_info*>& tensors, Choose choose) const {
        try {
            return choose();
        } catch (const coppice::error& problem) {
            for (std::size_t t = 0; t < tensors.size(); ++t) {
                if (problem.where() == "tensor " + coppice::text(t)) {
                    throw coppice::error(
                        safetensors::place_of(from_.path(), tensors[t]->name), problem.parameter(),
                        problem.value(), problem.range());
                }
            }
            throw;
        }
    }

    method how_;
    safetensors::reader from_;
    std::vector<std::string> reasons_; ///< by tensor
    outcome done_;
    std::vector<tensor_mask> masks_; ///< global: by pruned tensor; local: of the last one
    index next_ = 0;                 ///< pruned tensors so far
    std::optional<safetensors::writer> to_;
    std::optional<report::progress> bar_;
};

} // namespace

outcome run(const options& chosen) {
    return pass(chosen).run();
}

} // namespace prune
