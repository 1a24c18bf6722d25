import { describe, expect, test } from 'vitest';
import { program } from '../../test/support/prune/debian-tree.ts';
import { type Case, files, kept } from '../../test/support/prune/kept.ts';
import type { Item } from '../../test/support/prune/memory-tree.ts';
import { leftOutLines } from './left-out-words.ts';

const MODULES = '/app/node_modules';
const SITE = '/app/venv/lib/python3.13/site-packages';

/** Files of an application, and whether they stay. */
const FILES: Readonly<Record<string, boolean>> = {
  '/app/server.js': true,
  '/app/test/server.js': true,
  '/app/types.d.ts': true,
  [`${MODULES}/better-sqlite3/package.json`]: true,
  [`${MODULES}/better-sqlite3/lib/index.js`]: true,
  [`${MODULES}/better-sqlite3/build/Release/better_sqlite3.node`]: true,
  [`${MODULES}/better-sqlite3/build/Release/sqlite3.a`]: false,
  [`${MODULES}/better-sqlite3/deps/sqlite3/sqlite3.c`]: false,
  [`${MODULES}/better-sqlite3/src/better_sqlite3.cpp`]: false,
  [`${MODULES}/express/index.d.ts`]: false,
  [`${MODULES}/express/index.d.mts`]: false,
  [`${MODULES}/express/index.js.map`]: false,
  [`${MODULES}/express/data.map`]: true,
  [`${MODULES}/express/test/a.js`]: false,
  [`${MODULES}/express/lib/test/a.js`]: true,
  [`${MODULES}/@scope/test/index.js`]: true,
  [`${MODULES}/@scope/lib/__tests__/a.js`]: false,
  '/app/venv/pyvenv.cfg': true,
  '/app/venv/bin/python3': true,
  '/app/venv/bin/pip3': false,
  [`${SITE}/pip/__init__.py`]: false,
  [`${SITE}/pip-25.0.dist-info/METADATA`]: false,
  [`${SITE}/web/__init__.py`]: true,
  [`${SITE}/web/__init__.pyi`]: false,
  [`${SITE}/web/sub/tests/test_a.py`]: false,
  [`${SITE}/web/test/client.py`]: true,
  [`${SITE}/web/_fast.pyx`]: false,
  [`${SITE}/web/_fast.c`]: false,
  [`${SITE}/web/include/web.h`]: false,
  [`${SITE}/torch/include/torch.h`]: true,
  '/app/bundle/specifications/rack-3.gemspec': true,
  '/app/bundle/gems/rack-3/lib/rack.rb': true,
  '/app/bundle/gems/rack-3/spec/rack_spec.rb': false,
  '/app/bundle/gems/rack-3/sig/rack.rbs': false,
  '/app/bundle/gems/rack-3/ext/rack/rack.c': false,
};

function application(extra: Readonly<Record<string, Item>> = {}): Case {
  const unowned = { ...Object.fromEntries(Object.keys(FILES).map((path) => [path, 'x'])), ...extra };
  return { unowned, request: { level: 'modules', files: ['/app'] } };
}

const stays = (path: string, of: Case) => kept(of).graph.nodes.has(path);

describe('what is never run of the dependencies', () => {
  const all = kept(application());

  test.each(Object.entries(FILES))('%s: %s', (path, isKept) => {
    expect(all.graph.nodes.has(path)).toBe(isKept);
  });

  test('is said with the line that keeps it', () => {
    expect(leftOutLines(all)).toEqual([
      expect.stringMatching(
        /^left out 19 files \(0\.0 MB\) of dependencies, which no program runs; largest: \S+ \(0\.0 MB\), .*; to keep them: keep: \[/,
      ),
    ]);
  });

  test('goes from the application of a base image as well', () => {
    const of = { ...application(), request: { level: 'modules', from: {} } } as const;
    const left = Object.keys(FILES).filter((path) => !stays(path, of));
    expect(left).toEqual(Object.keys(FILES).filter((path) => FILES[path] === false));
  });

  test('stays at level packages, and where the Imagefile names it', () => {
    const request = { level: 'packages', files: ['/app'] } as const;
    expect(files({ ...application(), request })).toEqual(expect.arrayContaining(Object.keys(FILES)));
    const named = `${MODULES}/express/index.d.ts`;
    expect(stays(named, { ...application(), request: { level: 'modules', files: ['/app', named] } })).toBe(
      true,
    );
    expect(
      stays(named, { ...application(), request: { level: 'modules', files: ['/app'], keep: [named] } }),
    ).toBe(true);
  });

  test('declarations stay for a compiler, stubs for who reads them', () => {
    const declaration = `${MODULES}/express/index.d.ts`;
    expect(stays(declaration, application({ [`${MODULES}/typescript/package.json`]: '{}' }))).toBe(true);
    const stub = `${SITE}/web/__init__.pyi`;
    expect(stays(stub, application({ [`${SITE}/lazy_loader/__init__.py`]: '' }))).toBe(true);
  });

  test('tests stay where a check uses one of them', () => {
    const events = [{ path: `${SITE}/web/sub/tests/test_a.py`, kind: 'open' }] as const;
    const more = { [`${SITE}/web/sub/tests/data.txt`]: '' };
    expect(stays(`${SITE}/web/sub/tests/data.txt`, { ...application(more), events })).toBe(true);
  });

  test('pip stays where something starts it', () => {
    const events = [{ path: '/app/venv/bin/pip3', kind: 'exec' }] as const;
    const unowned = { ...application().unowned, '/app/venv/bin/pip3': program() };
    expect(stays(`${SITE}/pip/__init__.py`, { ...application(), unowned, events })).toBe(true);
  });
});
