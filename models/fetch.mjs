// Fetches the npm packages of package-lock.json for their files alone: no install, no scripts, no transitive packages.
// Every tarball is checked against the lock's SHA-512, every file against the manifest's SHA-256.
import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { constants, createReadStream } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '..', 'artifacts', 'packages');
const cache = process.env.ACCESSKIOSK_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'accesskiosk');
const run = promisify(execFile);

async function digest(file, algorithm, encoding) {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest(encoding);
}

async function isGood(file, sha256) {
  try {
    return (await digest(file, 'sha256', 'hex')) === sha256;
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

async function missing(folder, files) {
  const lost = [];
  for (const [path, sha256] of Object.entries(files))
    if (!(await isGood(join(folder, path), sha256))) lost.push(path);
  return lost;
}

async function download(name, version, integrity, files, folder) {
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, 'download-'));
  try {
    const spec = `${name}@${version}`;
    const { stdout } = await run('npm', ['pack', spec, '--ignore-scripts', '--json', '--pack-destination', work],
      { cwd: work, maxBuffer: 1 << 26 });
    const tarball = join(work, JSON.parse(stdout)[0].filename.replace('@', '').replace('/', '-'));
    const got = 'sha512-' + await digest(tarball, 'sha512', 'base64');
    if (got !== integrity) throw new Error(`${spec}: the download's hash is ${got}, the lock file says ${integrity}`);
    const list = join(work, 'files');
    await writeFile(list, Object.keys(files).map(f => `package/${f}`).join('\n'));
    await run('tar', ['-xzf', tarball, '-C', work, '--no-same-owner', '-T', list]);
    const lost = await missing(join(work, 'package'), files);
    if (lost.length) throw new Error(`${spec}: ${lost[0]} is not the file that the manifest pins`);
    await rm(folder, { recursive: true, force: true });
    await mkdir(dirname(folder), { recursive: true });
    await rename(join(work, 'package'), folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function provide(name, { files, megabytes }, lock, progress) {
  const { version, integrity } = lock.packages[`node_modules/${name}`];
  const cached = join(cache, 'packages', `${name}@${version}`);
  const placed = join(target, name);
  if ((await missing(placed, files)).length === 0) return;
  if ((await missing(cached, files)).length > 0) {
    console.error(`  downloading ${name} ${version} (${megabytes} MB), ${progress}`);
    await download(name, version, integrity, files, cached);
  }
  await rm(placed, { recursive: true, force: true });
  for (const path of Object.keys(files)) {
    await mkdir(dirname(join(placed, path)), { recursive: true });
    await copyFile(join(cached, path), join(placed, path), constants.COPYFILE_FICLONE);
  }
}

function explain(error) {
  if (error.code === 'ENOSPC') return `no space left on the disk of ${cache} or ${target}`;
  if (error.code === 'ENOENT' && error.path === 'npm') return 'npm is not installed (package npm)';
  const npm = /npm (?:error|ERR!) (?!code|A complete|errno|syscall)(.+)/.exec(error.stderr ?? '');
  return npm ? `npm: ${npm[1]}` : error.message.split('\n')[0];
}

try {
  const manifest = JSON.parse(await readFile(join(here, 'manifest.json'), 'utf8'));
  const lock = JSON.parse(await readFile(join(here, 'package-lock.json'), 'utf8'));
  const wanted = Object.entries(manifest.packages);
  for (const [at, [name, entry]] of wanted.entries())
    await provide(name, entry, lock, `${at + 1} of ${wanted.length}`);
} catch (error) {
  console.error(`fetching the models and recordings failed: ${explain(error)}. Run the same command again to resume.`);
  process.exitCode = 1;
}
