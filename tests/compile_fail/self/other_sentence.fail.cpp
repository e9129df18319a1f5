// refused: the sentence that is expected
static_assert(false, "another sentence");
