#include "trainer/layer_report.hpp"

#include <cstddef>
#include <string>

#include "report/format.hpp"
#include "trainer/latency.hpp"

namespace trainer {

namespace {

/// The layer by itself.
nn::network alone(const nn::network& net, nn::node_id layer) {
    const nn::node& own = net[layer];
    nn::network single(own.input);
    if (own.kind == nn::node_kind::dense) {
        single.dense("layer", single.input(), {.out = own.output.channels});
    } else {
        single.convolution(
            "layer", single.input(),
            {.out = own.output.channels,
             .kernel = own.window.kernel,
             .stride = own.window.stride,
             .padding = own.window.padding,
             .groups = own.window.depthwise ? own.input.channels : own.window.groups,
             .bias = own.find(nn::parameter_role::bias) != nullptr});
    }
    return single;
}

double seconds_of(nn::network& net, int rounds) {
    const nn::tensor image(net[net.input()].output.batch_of(1));
    return measure_latency({&net}, image, rounds).front();
}

std::string pair(coppice::index before, coppice::index after) {
    return report::grouped(before) + " -> " + report::grouped(after);
}

std::string microseconds(double seconds) {
    return seconds > 0 ? report::fixed(1e6 * seconds, 3) : "-";
}

} // namespace

void measure_layers(
    std::vector<coppice::compact::row>& rows, const described& description,
    const nn::network& whole, const nn::network& shrunk, int rounds) {
    for (coppice::compact::row& row : rows) {
        if (row.layer >= 0) {
            const nn::node_id node = description.layers[static_cast<std::size_t>(row.layer)];
            nn::network before = alone(whole, node);
            nn::network after = alone(shrunk, node);
            row.before.seconds = seconds_of(before, rounds);
            row.after.seconds = seconds_of(after, rounds);
        }
    }
}

report::table layer_table(const std::vector<coppice::compact::row>& rows) {
    report::table table(
        {{"operation", report::align::left},
         {"parameters"},
         {"MACs"},
         {"FLOPs"},
         {"bytes"},
         {"microseconds"}});
    const auto add = [&](const coppice::compact::row& row) {
        table.add_row(
            {row.name, pair(row.before.parameters, row.after.parameters),
             pair(row.before.macs, row.after.macs), pair(row.before.flops(), row.after.flops()),
             pair(row.before.bytes, row.after.bytes),
             microseconds(row.before.seconds) + " -> " + microseconds(row.after.seconds)});
    };
    for (const coppice::compact::row& row : rows) {
        add(row);
    }
    add(coppice::compact::total(rows));
    return table;
}

} // namespace trainer
