#!/bin/sh
# 1:N search, ours against FAISS's flat index, in one run on the same vectors. Wants .NET, CMake, g++, libfaiss-dev, libopenblas-dev.
# Usage: bench/matching.sh [--json] [PEOPLE…]   (default 1000 10000 100000 1000000)
set -eu
cd "$(dirname "$0")/.."
json=
if [ "${1:-}" = --json ]; then json=1; shift; fi
[ $# -gt 0 ] || set -- 1000 10000 100000 1000000
out=artifacts/bench/matching
mkdir -p "$out"
if [ ! -e /usr/include/faiss/IndexFlat.h ]; then
    echo "libfaiss-dev is missing: apt-get install --no-install-recommends libfaiss-dev libopenblas-dev" >&2
    exit 3
fi
dotnet build -c Release bench/Matching -v q --nologo >&2
cmake -S bench/Faiss -B artifacts/bench/faiss >&2 && cmake --build artifacts/bench/faiss >&2
trap 'rm -f "$out"/*.bin' EXIT
: >"$out/times.tsv"
# One size after the other: the two programs meet the machine in the same state.
for people in "$@"; do
    dotnet artifacts/bin/Matching/release/AccessKiosk.Bench.Matching.dll "$out" "$people" >>"$out/times.tsv"
    artifacts/bench/faiss/faiss_flat "$out" "$people" >>"$out/times.tsv"
    rm -f "$out"/*.bin
done
if [ -n "$json" ]; then
    awk -F '\t' '$2 != "=" { printf "{\"people\":%s,\"what\":\"%s\",\"medianMs\":%s,\"p95Ms\":%s,\"mb\":%s}\n", $1, $2, $3, $4, $5 }' "$out/times.tsv"
    exit
fi
awk -F '\t' '
    $2 == "=" { note[++notes] = $1 ": " $3; next }
    { rows[++n] = $0 }
    $2 ~ /as it comes/ { faiss[$1] = $3 }
    END {
        printf "%-9s  %-44s %10s %10s %9s %12s\n", "people", "what", "median ms", "p95 ms", "MB", "FAISS/this"
        for (i = 1; i <= n; i++) {
            split(rows[i], c, "\t")
            ratio = c[2] ~ /person/ ? "" : sprintf("%.2f x", faiss[c[1]] / c[3])
            printf "%-9s  %-44s %10s %10s %9s %12s\n", c[1], c[2], c[3], c[4], (c[5] > 0 ? c[5] : ""), ratio
        }
        for (i = 1; i <= notes; i++) print note[i]
    }' "$out/times.tsv"
