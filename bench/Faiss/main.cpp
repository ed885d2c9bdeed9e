// Times FAISS's exact flat index (inner product) on the vectors that bench/Matching wrote, and checks that both found
// the same people. One line a measurement: people, what, median ms, p95 ms, MB. Not shipped.
// Usage: faiss_flat FOLDER PEOPLE…
#include <faiss/IndexFlat.h>
#include <faiss/IndexShards.h>
#include <omp.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace {
constexpr int kDimension = 512, kProbes = 64, kTop = 5;

struct Answer {
    int32_t person;
    float score;
};

template <typename T>
std::vector<T> read(const std::string& path, size_t count) {
    std::vector<T> data(count);
    std::ifstream file(path, std::ios::binary);
    if (!file.read(reinterpret_cast<char*>(data.data()), static_cast<std::streamsize>(count * sizeof(T))))
        throw std::runtime_error(path + " is missing or too short; run bench/Matching first");
    return data;
}

void time(long people, const char* what, int rounds, const std::function<void(int)>& action) {
    using clock = std::chrono::steady_clock;
    const auto warm = clock::now() + std::chrono::seconds(1);
    for (int i = 0; clock::now() < warm; i++) action(i);
    std::vector<double> ms(rounds);
    for (int i = 0; i < rounds; i++) {
        const auto start = clock::now();
        action(i);
        ms[i] = std::chrono::duration<double, std::milli>(clock::now() - start).count();
    }
    std::sort(ms.begin(), ms.end());
    std::printf("%ld\t%s\t%.3f\t%.3f\t%.1f\n", people, what, ms[rounds / 2], ms[rounds * 95 / 100],
                people * kDimension * 4 / 1e6);
    std::fflush(stdout);
}

void run(const std::string& folder, long people) {
    const auto file = [&](const char* name) { return folder + "/" + name + "-" + std::to_string(people) + ".bin"; };
    const auto probes = read<float>(file("probes"), kProbes * kDimension);
    const auto answers = read<Answer>(file("answers"), kProbes * kTop);
    const int rounds = people > 200000 ? 60 : 300;
    float scores[kTop];
    int64_t ids[kTop];

    faiss::IndexFlatIP flat(kDimension);
    faiss::IndexFlatIP first(kDimension), second(kDimension);
    faiss::IndexShards shards(kDimension, /*threaded=*/true, /*successive_ids=*/true);
    {
        const auto vectors = read<float>(file("vectors"), static_cast<size_t>(people) * kDimension);
        flat.add(people, vectors.data());
        first.add(people / 2, vectors.data());
        second.add(people - people / 2, vectors.data() + people / 2 * kDimension);
    }
    shards.add_shard(&first);
    shards.add_shard(&second);

    time(people, "FAISS flat, as it comes", rounds,
         [&](int i) { flat.search(1, &probes[i % kProbes * kDimension], kTop, scores, ids); });
    time(people, "FAISS flat, 2 threads (2 shards)", rounds,
         [&](int i) { shards.search(1, &probes[i % kProbes * kDimension], kTop, scores, ids); });

    int agree = 0;
    double worst = 0;
    for (int i = 0; i < kProbes; i++) {
        flat.search(1, &probes[i * kDimension], kTop, scores, ids);
        for (int k = 0; k < kTop; k++) {
            agree += ids[k] == answers[i * kTop + k].person;
            worst = std::max(worst, std::abs(static_cast<double>(scores[k]) - answers[i * kTop + k].score));
        }
    }
    std::printf("%ld\t=\t%d of %d ranks name the same person; scores differ by at most %.1e\n", people, agree,
                kProbes * kTop, worst);
}
}  // namespace

int main(int argc, char** argv) {
    try {
        omp_set_num_threads(2);
        for (int i = 2; i < argc; i++) run(argv[1], std::stol(argv[i]));
        return 0;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "faiss_flat: %s\n", e.what());
        return 1;
    }
}
