#pragma once

#include "coppice/core/grouped.hpp"
#include "coppice/model/members.hpp"

#include <algorithm>

namespace coppice::drive::detail {

/// Makes one score of those of a group's members. The memory serves one group after the other.
template <class Backend>
class member_scores {
  public:
    member_scores() = default;

    /// @param filters, members  the most that a group's layers and its sets have
    member_scores(Backend& backend, index filters, index members)
        : of_layers_(backend.template allocate<double>(filters)),
          of_sets_(backend.template allocate<double>(members)) {}

    /// Where the scores of the layers' filters go, one layer after the other.
    [[nodiscard]] double* of_layers() { return of_layers_.data(); }

    /// Writes the group's scores.
    template <class Couple>
    void
    reduce(Backend& backend, const Couple& couple, const model::members& members, double* out) {
        const auto count = static_cast<index>(members.order.front().size());
        backend.gather(
            view<const double>(of_layers_.data(), {members.filters}), members.order,
            view<double>(of_sets_.data(), {count}));
        for (const model::members::run& run : members.runs) {
            const index read = std::min(run.each, couple.read(run.each));
            backend.score(
                couple, out + run.first,
                grouped<const double>{
                    of_sets_.data() + run.place, {run.sets}, {run.each}, {read}, {1}});
        }
    }

  private:
    typename Backend::template buffer<double> of_layers_;
    typename Backend::template buffer<double> of_sets_;
};

} // namespace coppice::drive::detail
