#!/usr/bin/node
/* Starts the program of its own name: a copy named NAME runs /usr/lib/mib/programs/NAME.cjs with its V8 code cache. V8
 * ignores a cache that does not match, which only costs time. Node 22 can do this by itself (`node:module`,
 * enableCompileCache); Node 20 cannot.
 *
 * With MIB_MAKE_CACHE set, it writes the cache when the program ends, so that the cache has everything a run compiles. */
'use strict';
const { readFileSync, writeFileSync } = require('node:fs');
const { createRequire, wrap } = require('node:module');
const { basename } = require('node:path');
const { Script } = require('node:vm');

const name = basename(process.argv[1]);
const programs = '/usr/lib/mib/programs';
const file = `${programs}/${name}.cjs`;
const cache = `${programs}/${name}.cache`;

// esbuild writes ASCII, which is read fastest as latin1.
const script = new Script(wrap(readFileSync(file, 'latin1')), { filename: file, cachedData: read(cache) });
if (process.env.MIB_MAKE_CACHE) process.on('exit', () => writeFileSync(cache, script.createCachedData()));
const module_ = { exports: {} };
script.runInThisContext()(module_.exports, createRequire(file), module_, file, programs);

function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
