#include "coppice/model/graphviz.hpp"

#include "archetype/storage.hpp"
#include "coppice/model/description.hpp"
#include "coppice/operation/add.hpp"
#include "coppice/operation/dense.hpp"

#include <doctest/doctest.h>

#include <string>

TEST_CASE("a model is drawn with its groups, its edges and what cannot be removed") {
    archetype::storage memory;
    coppice::model::description<float> model;
    namespace op = coppice::operation;
    const auto x = model.input(2);
    const auto a = model.add("a", op::dense<float>{.weight = memory.make({4, 2})}, {x});
    const auto b = model.add("\"b\"", op::dense<float>{.weight = memory.make({4, 2})}, {x});
    const auto sum = model.add("sum", op::add{}, {a, b});
    model.output(model.add("c", op::dense<float>{.weight = memory.make({3, 4})}, {sum}));

    const std::string drawn = coppice::model::graphviz(model, coppice::model::leaders(model, true));
    CHECK(
        drawn ==
        "digraph model {\n"
        "    node [shape=box, style=filled, fontname=sans];\n"
        "    n0 [label=\"input\\n2\\nit is the network's input\", fillcolor=\"#e0e0e0\"];\n"
        "    n1 [label=\"a\\n4\\ngroup 0\", fillcolor=\"#a6cee3\"];\n"
        "    n0 -> n1;\n"
        "    n2 [label=\"\\\"b\\\"\\n4\\ngroup 0\", fillcolor=\"#a6cee3\"];\n"
        "    n0 -> n2;\n"
        "    n3 [label=\"sum\\n4\\ngroup 0\", fillcolor=\"#a6cee3\"];\n"
        "    n1 -> n3;\n"
        "    n2 -> n3;\n"
        "    n4 [label=\"c\\n3\\nit is the network's output\", fillcolor=\"#e0e0e0\"];\n"
        "    n3 -> n4;\n"
        "}\n");
    const std::string alone = coppice::model::graphviz(model, coppice::model::leaders(model));
    CHECK(alone.find("group") == std::string::npos);
}
