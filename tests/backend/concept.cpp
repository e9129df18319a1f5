#include "coppice/backend/concept.hpp"

#include "archetype/backend.hpp"
#include "backend/host.hpp"

#include <cstddef>
#include <span>
#include <type_traits>

namespace coppice {
namespace {

using backend::eigen;
using backend::policy;
using backend::reference;

static_assert(policy<archetype::backend, float> && policy<archetype::backend, double>);
static_assert(policy<reference, float> && policy<reference, double>);
static_assert(policy<eigen, float> && policy<eigen, double>);
static_assert(policy<eigen, Eigen::half> && policy<eigen, Eigen::bfloat16>);
static_assert(!policy<archetype::backend, int>);
static_assert(!policy<int, float>);

struct stays_in_place : archetype::backend {
    stays_in_place(stays_in_place&&) = delete;
};
struct without_allocate : archetype::backend {
    template <class T>
    void allocate(index) = delete;
};
struct without_score : archetype::backend {
    void score() = delete;
};
struct without_total : archetype::backend {
    void total() = delete;
};
struct total_in_float : archetype::backend {
    template <class Score, element T, element... Extra>
    float total(const Score&, const grouped<const T>&, const grouped<const Extra>&...);
};
struct without_keep_all : archetype::backend {
    void keep_all() = delete;
};
struct without_kept : archetype::backend {
    void kept() = delete;
};
struct without_select_workspace : archetype::backend {
    void select_workspace() = delete;
};
struct without_prune_each : archetype::backend {
    void prune_each() = delete;
};
struct without_prune_together : archetype::backend {
    void prune_together() = delete;
};
struct says_nothing_of_nan : archetype::backend {
    template <score::source Source>
    void prune_each(std::span<const select::candidate<Source>>, std::span<const index>, std::byte*);
};
struct prunes_stored_scores_only : archetype::backend {
    select::not_a_number prune_each(
        std::span<const select::candidate<score::stored>>, std::span<const index>, std::byte*);
};
struct without_empty_buffer : archetype::backend {
    template <class T>
    struct buffer {
        buffer() = delete;
    };
};
struct without_prune_runs : archetype::backend {
    void prune_runs() = delete;
};
struct without_at_most : archetype::backend {
    void at_most() = delete;
};
struct without_divide_by_rest : archetype::backend {
    void divide_by_rest() = delete;
};
struct without_apply : archetype::backend {
    void apply() = delete;
};
struct without_copy : archetype::backend {
    void copy() = delete;
};
struct without_gather : archetype::backend {
    void gather() = delete;
};
struct without_download : archetype::backend {
    void download() = delete;
};
struct without_upload : archetype::backend {
    void upload() = delete;
};

static_assert(!policy<stays_in_place, float>);
static_assert(!policy<without_allocate, float>);
static_assert(!policy<without_score, float>);
static_assert(!policy<without_total, float>);
static_assert(!policy<total_in_float, float>);
static_assert(!policy<without_keep_all, float>);
static_assert(!policy<without_kept, float>);
static_assert(!policy<without_select_workspace, float>);
static_assert(!policy<says_nothing_of_nan, float>);
static_assert(!policy<without_prune_each, float>);
static_assert(!policy<without_prune_together, float>);
static_assert(!policy<without_empty_buffer, float>);
static_assert(!policy<prunes_stored_scores_only, float>);
static_assert(!policy<without_prune_runs, float>);
static_assert(!policy<without_at_most, float>);
static_assert(!policy<without_divide_by_rest, float>);
static_assert(!policy<without_apply, float>);
static_assert(!policy<without_copy, float>);
static_assert(!policy<without_gather, float>);
static_assert(!policy<without_download, float>);
static_assert(!policy<without_upload, float>);

} // namespace
} // namespace coppice
