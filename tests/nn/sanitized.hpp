#pragma once

namespace nn::test {

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define NN_SANITIZED
#endif
#endif

/// Sanitizers make everything some thirty times slower: a little shows what they can find.
#ifdef NN_SANITIZED
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

} // namespace nn::test
