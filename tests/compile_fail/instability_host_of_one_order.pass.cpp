#include <coppice/backend/reference.hpp>
#include <coppice/drive/instability.hpp>
#include <coppice/rewind/weights.hpp>

#include "../archetype/trainer.hpp"

using namespace coppice;

struct mine : archetype::trainer {
    void rewind(int /*epoch*/) {}
    void interpolate(const snapshot& /*from*/, const snapshot& /*to*/, double /*share*/) {}
    void order_data(std::uint64_t /*seed*/) {}
};

using recipe_type = decltype(compose(rewind::weights{}));

double middle(drive::pruner<recipe_type, float, backend::reference>& ticket, mine& host) {
    return drive::instability(compose(rewind::weights{}), ticket, host).between.middle();
}
