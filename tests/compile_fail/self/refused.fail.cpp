// refused: a count is "one" or more; [write] count<1>, or leave it out
template <int N>
struct count {
    static_assert(
        N > 0, "a count is \"one\" or more; [write] "
               "count<1>, or leave it out");
};
count<0> zero;
