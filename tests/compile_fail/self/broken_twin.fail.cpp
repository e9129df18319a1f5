// refused: the twin is broken
static_assert(false, "the twin is broken");
