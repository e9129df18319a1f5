#pragma once

#include <cstddef>

#include <Eigen/Core>

namespace nn {

using row_major_matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using matrix_map = Eigen::Map<row_major_matrix>;
using const_matrix_map = Eigen::Map<const row_major_matrix>;
using strided_matrix_map = Eigen::Map<row_major_matrix, 0, Eigen::OuterStride<>>;
using const_strided_matrix_map = Eigen::Map<const row_major_matrix, 0, Eigen::OuterStride<>>;
using array_map = Eigen::Map<Eigen::ArrayXf>;
using const_array_map = Eigen::Map<const Eigen::ArrayXf>;

/// A row-major matrix over memory that the caller owns.
inline matrix_map as_matrix(float* data, std::size_t rows, std::size_t columns) {
    return {data, static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(columns)};
}
inline const_matrix_map as_matrix(const float* data, std::size_t rows, std::size_t columns) {
    return {data, static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(columns)};
}

/// The same with `stride` numbers from one row to the next.
inline strided_matrix_map
as_matrix(float* data, std::size_t rows, std::size_t columns, std::size_t stride) {
    return {
        data, static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(columns),
        Eigen::OuterStride<>(static_cast<Eigen::Index>(stride))};
}
inline const_strided_matrix_map
as_matrix(const float* data, std::size_t rows, std::size_t columns, std::size_t stride) {
    return {
        data, static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(columns),
        Eigen::OuterStride<>(static_cast<Eigen::Index>(stride))};
}

/// A column of numbers over memory that the caller owns.
inline array_map as_array(float* data, std::size_t size) {
    return {data, static_cast<Eigen::Index>(size)};
}
inline const_array_map as_array(const float* data, std::size_t size) {
    return {data, static_cast<Eigen::Index>(size)};
}

} // namespace nn
