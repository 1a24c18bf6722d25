// What the check did not touch: languages, threads, compression, processes, and TLS by fetch.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';

const date = new Intl.DateTimeFormat('de-DE', { dateStyle: 'full', timeZone: 'Europe/Berlin' });
assert.equal(date.format(new Date(0)), 'Donnerstag, 1. Januar 1970');
assert.equal(new TextDecoder('shift_jis').decode(Uint8Array.of(0x93, 0xfa)), '日');
assert.equal(new URL('https://bücher.example').host, 'xn--bcher-kva.example');
assert.equal(String(brotliDecompressSync(brotliCompressSync('x'))), 'x');
assert.equal(createHash('sha3-256').digest('hex').slice(0, 8), 'a7ffc6f8');
assert.equal(String(execFileSync(process.execPath, ['-p', '6 * 7'])), '42\n');
assert.equal(createRequire(import.meta.url)('./exports.cjs').named, 1);
const worker = new Worker("require('node:worker_threads').parentPort.postMessage('hi')", { eval: true });
assert.equal(await new Promise((resolve) => worker.once('message', resolve)), 'hi');
console.log((await (await fetch(process.argv[2])).text()).trim());
