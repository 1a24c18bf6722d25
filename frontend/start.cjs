#!/usr/bin/node
/* Starts the program that it is called by the name of: a copy named NAME runs /usr/lib/mib/programs/NAME.cjs, with V8's code
 * cache of it where one fits; a cache that does not fit only costs time. Node 22's `node:module` can do this by itself
 * (enableCompileCache); Node 20's cannot.
 *
 * With MIB_MAKE_CACHE set it writes that cache when the program ends, so that it holds what a run has compiled. */
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
