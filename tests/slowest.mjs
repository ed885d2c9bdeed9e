// Prints the slowest tests of a run: node tests/slowest.mjs FOLDER, with the reports that the test platform wrote there (CTRF).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const shown = 15;
const folder = process.argv[2];
const tests = readdirSync(folder).filter(name => name.endsWith('.ctrf'))
  .flatMap(name => JSON.parse(readFileSync(join(folder, name), 'utf8')).results.tests)
  .sort((a, b) => b.duration - a.duration)
  .slice(0, shown);
if (tests.length > 0) console.log('slowest tests, seconds:');
for (const test of tests) console.log(`${(test.duration / 1000).toFixed(1).padStart(7)}  ${test.name}`);
