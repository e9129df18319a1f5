#include "trainer/snapshots.hpp"

#include <coppice/checkpoint/archive.hpp>
#include <coppice/checkpoint/file.hpp>

#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

namespace trainer {

namespace checkpoint = coppice::checkpoint;

namespace {

/// The option of a setting: they are named alike, but for one that may be a list.
std::string option_of(const std::string& setting) {
    std::string option = "--" + (setting == "recipes" ? "recipe" : setting);
    std::replace(option.begin(), option.end(), '_', '-');
    return option;
}

} // namespace

bool snapshots::due() const {
    return !last_ || std::chrono::duration<double>(clock::now() - *last_).count() >= seconds_;
}

void snapshots::keep(const run_state& now) {
    checkpoint::write_file(file_.string(), checkpoint::pack(now));
    last_ = clock::now();
}

std::optional<run_state> snapshots::load() const {
    if (!std::filesystem::exists(file_)) {
        return std::nullopt;
    }
    const std::string path = file_.string();
    return checkpoint::unpack<run_state>(checkpoint::read_file(path), path);
}

void check_same_run(const std::string& where, const run_state& saved, const run_state& now) {
    const auto then = nlohmann::json::parse(saved.settings);
    const auto asked = nlohmann::json::parse(now.settings);
    for (const auto& [name, value] : asked.items()) {
        const nlohmann::json before = then.contains(name) ? then.at(name) : nlohmann::json();
        if (before != value) {
            throw coppice::error(
                where, option_of(name), value.dump(), before.dump() + ", as this run began");
        }
    }
    if (saved.data != now.data) {
        throw coppice::error(
            where, "checksum of the data", coppice::text(now.data),
            coppice::text(saved.data) + ", as this run began");
    }
}

} // namespace trainer
