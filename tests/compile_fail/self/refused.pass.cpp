template <int N>
struct count {
    static_assert(N > 0);
};
count<1> one;
