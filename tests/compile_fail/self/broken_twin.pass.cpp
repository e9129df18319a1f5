static_assert(false);
