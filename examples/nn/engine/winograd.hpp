#pragma once

#include <array>
#include <cstddef>

// Winograd's F(2x2, 3x3), after Lavin and Gray, "Fast Algorithms for Convolutional Neural
// Networks", CVPR 2016: 2 x 2 output pixels come from 4 x 4 input pixels d and a filter g as
//
//     A^T [ (G g G^T) * (B^T d B) ] A,    * number by number,
//
// with 16 multiplications where the definition takes 36. Gradients go back by the transposed
// transformations. Squares are stored row by row; a number may be a vector of them.
namespace nn::winograd {

template <class V, std::size_t Size>
using square = std::array<V, Size * Size>;

/// Numbers of a transformed tile or filter.
inline constexpr std::size_t points = 16;

namespace detail {

/// T X T^T, for a transformation T of columns.
template <std::size_t To, std::size_t From, class V, class Transform>
square<V, To> on_both_sides(const square<V, From>& x, const Transform& transform) {
    std::array<std::array<V, From>, To> half;
    for (std::size_t column = 0; column < From; ++column) {
        std::array<V, From> from;
        for (std::size_t row = 0; row < From; ++row) {
            from[row] = x[row * From + column];
        }
        const std::array<V, To> to = transform(from);
        for (std::size_t row = 0; row < To; ++row) {
            half[row][column] = to[row];
        }
    }
    square<V, To> result;
    for (std::size_t row = 0; row < To; ++row) {
        const std::array<V, To> to = transform(half[row]);
        for (std::size_t column = 0; column < To; ++column) {
            result[row * To + column] = to[column];
        }
    }
    return result;
}

} // namespace detail

/// B^T d B.
template <class V>
square<V, 4> transform_input(const square<V, 4>& d) {
    return detail::on_both_sides<4, 4, V>(d, [](const std::array<V, 4>& x) -> std::array<V, 4> {
        return {x[0] - x[2], x[1] + x[2], x[2] - x[1], x[1] - x[3]};
    });
}

/// G g G^T.
template <class V>
square<V, 4> transform_filter(const square<V, 3>& g) {
    return detail::on_both_sides<4, 3, V>(g, [](const std::array<V, 3>& x) -> std::array<V, 4> {
        const V outer = 0.5F * (x[0] + x[2]);
        const V inner = 0.5F * x[1];
        return {x[0], outer + inner, outer - inner, x[2]};
    });
}

/// A^T m A.
template <class V>
square<V, 2> transform_output(const square<V, 4>& m) {
    return detail::on_both_sides<2, 4, V>(m, [](const std::array<V, 4>& x) -> std::array<V, 2> {
        return {x[0] + x[1] + x[2], x[1] - x[2] - x[3]};
    });
}

/// A y A^T: the gradient of m, given that of the output.
template <class V>
square<V, 4> transform_output_gradient(const square<V, 2>& y) {
    return detail::on_both_sides<4, 2, V>(y, [](const std::array<V, 2>& x) -> std::array<V, 4> {
        return {x[0], x[0] + x[1], x[0] - x[1], -x[1]};
    });
}

/// G^T u G: the gradient of the filter, given that of the transformed one.
template <class V>
square<V, 3> transform_filter_gradient(const square<V, 4>& u) {
    return detail::on_both_sides<3, 4, V>(u, [](const std::array<V, 4>& x) -> std::array<V, 3> {
        const V outer = 0.5F * (x[1] + x[2]);
        return {x[0] + outer, 0.5F * (x[1] - x[2]), outer + x[3]};
    });
}

} // namespace nn::winograd
