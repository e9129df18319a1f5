#include "coppice/search/concept.hpp"

#include "archetype/search.hpp"
#include "coppice/search/grid.hpp"
#include "coppice/search/random.hpp"
#include "coppice/search/successive_halving.hpp"

namespace coppice::search {
namespace {

static_assert(policy<archetype::search>);
static_assert(policy<grid> && policy<random> && policy<successive_halving>);

struct of_another_role : archetype::search {
    using role = coppice::role::objective;
};
struct without_next : archetype::search {
    void next(index, std::span<const tried>) const = delete;
};
struct next_without_history : archetype::search {
    [[nodiscard]] round next(index) const;
};
struct next_point : archetype::search {
    [[nodiscard]] index next(index, std::span<const tried>) const;
};
struct with_a_memory : archetype::search {
    [[nodiscard]] round next(index, std::span<const tried>);
};

static_assert(!policy<of_another_role>);
static_assert(!policy<without_next>);
static_assert(!policy<next_without_history>);
static_assert(!policy<next_point>);
static_assert(!policy<with_a_memory>);

} // namespace
} // namespace coppice::search
