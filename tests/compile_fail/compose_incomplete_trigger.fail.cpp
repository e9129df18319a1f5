// refused: The trigger in compose() lacks something that coppice/trigger/concept.hpp asks of one: needs_accuracy, epochs, fires(original, now).
#include <coppice/recipe/compose.hpp>

#include "../archetype/trigger.hpp"

struct mine : archetype::trigger {
    void fires(const coppice::metric::accuracy&, const coppice::metric::accuracy&) const = delete;
};

const auto recipe = coppice::compose(mine{});
