#include "coppice/freeze/concept.hpp"

#include "archetype/freeze.hpp"
#include "archetype/probe.hpp"
#include "coppice/freeze/none.hpp"
#include "coppice/freeze/weight_shift.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace coppice::freeze {
namespace {

static_assert(policy<archetype::freeze>);
static_assert(policy<none> && policy<weight_shift>);

struct of_another_role : archetype::freeze {
    using role = coppice::role::lr;
};
struct without_probes : archetype::freeze {
    void probes() = delete;
};
struct probes_at_run_time : archetype::freeze {
    bool probes;
};
struct without_choose : archetype::freeze {
    void choose() const = delete;
};
struct chooses_by_number : archetype::freeze {
    template <probe Probe>
    [[nodiscard]] int choose(Probe&) const;
};
struct needs_no_rehearsal : without_choose {
    static constexpr bool probes = false;
};

static_assert(policy<needs_no_rehearsal>);
static_assert(!policy<of_another_role>);
static_assert(!policy<without_probes>);
static_assert(!policy<without_choose>);
static_assert(!policy<chooses_by_number>);
static_assert(!policy<probes_at_run_time>);

static_assert(probe<probe_archetype> && probe<archetype::probe>);

struct without_layers : archetype::probe {
    void layers() = delete;
};
struct layers_by_value : archetype::probe {
    std::vector<int> layers();
};
struct without_name : archetype::probe {
    void name(int) = delete;
};
struct name_is_a_number : archetype::probe {
    int name(int);
};
struct without_weights : archetype::probe {
    void weights(int) = delete;
};
struct without_backend : archetype::probe {
    void backend() = delete;
};
struct without_prune : archetype::probe {
    void prune() = delete;
};
struct without_train : archetype::probe {
    void train(double) = delete;
};

static_assert(!probe<without_layers>);
static_assert(!probe<layers_by_value>);
static_assert(!probe<without_name>);
static_assert(!probe<name_is_a_number>);
static_assert(!probe<without_weights>);
static_assert(!probe<without_backend>);
static_assert(!probe<without_prune>);
static_assert(!probe<without_train>);

} // namespace

TEST_CASE("a freezing policy works with a rehearsal that offers no more than it must") {
    archetype::probe probe;
    CHECK(archetype::freeze{}.choose(probe) == std::vector<int>{0, 1});
    CHECK(weight_shift{.share = 0.5}.choose(probe) == std::vector<int>{0});
    CHECK(
        weight_shift{.share = 0.5, .measure = shift::weights}.choose(probe) == std::vector<int>{0});
}
} // namespace coppice::freeze
