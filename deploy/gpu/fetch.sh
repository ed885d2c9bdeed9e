#!/bin/bash
# Puts ONNX Runtime with CUDA and TensorRT into a folder: deploy/gpu/fetch.sh [FOLDER], by default artifacts/gpu.
# Then set Inference:Provider to Cuda or TensorRt and Inference:Library to FOLDER/libonnxruntime.so.
# The computer needs NVIDIA's driver, CUDA 13, cuDNN 9 and, for TensorRT, TensorRT 10. Not run on a GPU yet.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd)
folder=$(realpath -m "${1:-$root/artifacts/gpu}")
fail() { printf 'gpu: %s\n' "$1" >&2; exit 1; }
[[ $(uname -m) == x86_64 ]] || fail "this library is for x64; on a Jetson set Inference:Library to NVIDIA's own build (docs/install.md)"
mkdir -p "$root/artifacts"
log=$root/artifacts/gpu.log
project=$root/deploy/gpu/OnnxRuntimeGpu.csproj
# Restored from the lock file: another content than the one that was looked at is an error.
{ dotnet restore "$project" --locked-mode && dotnet msbuild "$project" -t:Fetch -p:Destination="$folder" -nodeReuse:false; } >"$log" 2>&1 ||
  fail "fetching failed: $(grep -m1 error "$log") (all of it: $log)"
printf '%s\n' "$folder/libonnxruntime.so"
