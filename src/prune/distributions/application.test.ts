import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { type Case, kept, reasons } from '../../../test/support/prune/kept.ts';
import { bytes, type Item, link } from '../../../test/support/prune/memory-tree.ts';
import { leftOutLines } from '../left-out-words.ts';
import type { TraceEvent } from '../request.ts';

type Files = Readonly<Record<string, Item>>;

const MODULES = '/app/node_modules';
const npm = (folder: string, dependencies: Readonly<Record<string, string>> = {}): Files => ({
  [`${folder}/package.json`]: JSON.stringify({ dependencies }),
  [`${folder}/index.js`]: '',
});
const open = (...paths: readonly string[]): TraceEvent[] =>
  ['/usr/bin/app', ...paths].map((path) => ({ path, kind: 'open' }));

function pruned(unowned: Files, used: readonly string[], request: Case['request'] = {}) {
  return kept({ unowned, events: open(...used), request: { level: 'files', files: ['/app'], ...request } });
}

/** Returns the paths of the application that stay. */
function stays(...args: Parameters<typeof pruned>): readonly string[] {
  const { taken, graph } = pruned(...args);
  return taken.filter((path) => path.startsWith('/app/') && graph.nodes.get(path)?.entry?.type !== 'folder');
}

describe('packages of npm at level files', () => {
  const FILES: Files = {
    '/app/server.js':
      "const a = require('./lib');\nimport b from 'named/sub';\nawait import('@scope/lazy');\n",
    '/app/package.json': '{"dependencies": {"unused": "1"}}',
    ...npm(`${MODULES}/express`, { body: '1', old: '1' }),
    ...npm(`${MODULES}/express/node_modules/old`),
    ...npm(`${MODULES}/old`),
    ...npm(`${MODULES}/body`),
    ...npm(`${MODULES}/named`),
    ...npm(`${MODULES}/@scope/lazy`),
    ...npm(`${MODULES}/unused`, { deeper: '1' }),
    ...npm(`${MODULES}/deeper`),
    [`${MODULES}/unused/cli.js`]: '',
    [`${MODULES}/.bin/unused`]: link('../unused/cli.js'),
  };
  const used = [`${MODULES}/express/index.js`];

  test('stay whole if a check used them, a kept one requires them, or the application imports them', () => {
    const left = Object.keys(FILES).filter((path) => !stays(FILES, used).includes(path));
    expect(left.map((path) => path.slice(MODULES.length + 1))).toEqual([
      'old/package.json',
      'old/index.js',
      'unused/package.json',
      'unused/index.js',
      'deeper/package.json',
      'deeper/index.js',
      'unused/cli.js',
      '.bin/unused',
    ]);
  });

  test('leave no folder behind, and are listed with the line that keeps them', () => {
    const all = pruned(FILES, used);
    expect(all.graph.nodes.has(`${MODULES}/unused`)).toBe(false);
    expect(leftOutLines(all)).toEqual([
      `no check used ${MODULES}/unused (0.0 MB), ${MODULES}/deeper (0.0 MB), ${MODULES}/old (0.0 MB), and nothing kept ` +
        `requires them; to keep them: keep: ["${MODULES}/unused/**", "${MODULES}/deeper/**", "${MODULES}/old/**"]`,
    ]);
    expect(reasons(all, `distribution:node:${MODULES}/named`)).toEqual([
      { from: '/app/server.js', kind: 'imports', detail: 'named', strength: 'soft' },
    ]);
  });

  test('stay with what they require where keep names one of their files', () => {
    const request = { keep: [`${MODULES}/unused/**`] };
    expect(stays(FILES, used, request)).toContain(`${MODULES}/deeper/index.js`);
  });

  test('stay where the Imagefile names them, at level modules, and without a check', () => {
    const named = { files: ['/app/server.js', `${MODULES}/unused`] };
    expect(stays(FILES, used, named)).toContain(`${MODULES}/unused/index.js`);
    expect(stays(FILES, used, { level: 'modules' })).toHaveLength(Object.keys(FILES).length);
    const { taken } = kept({ unowned: FILES, request: { level: 'files', files: ['/app'] } });
    expect(taken).toContain(`${MODULES}/unused/index.js`);
  });

  test('are found through the links of pnpm', () => {
    const store = `${MODULES}/.pnpm`;
    const files: Files = {
      ...npm(`${store}/a@1/node_modules/a`, { b: '1' }),
      [`${store}/a@1/node_modules/b`]: link('../../b@2/node_modules/b'),
      ...npm(`${store}/b@2/node_modules/b`),
      ...npm(`${store}/c@1/node_modules/c`),
      [`${MODULES}/a`]: link('.pnpm/a@1/node_modules/a'),
      [`${MODULES}/c`]: link('.pnpm/c@1/node_modules/c'),
    };
    expect(stays(files, [`${MODULES}/a/index.js`])).toEqual([
      `${store}/a@1/node_modules/a/index.js`,
      `${store}/a@1/node_modules/a/package.json`,
      `${store}/a@1/node_modules/b`,
      `${store}/b@2/node_modules/b/index.js`,
      `${store}/b@2/node_modules/b/package.json`,
      `${MODULES}/a`,
    ]);
  });
});

test('distributions of a virtual environment, by their record or their name', () => {
  const SITE = '/app/venv/lib/python3.13/site-packages';
  const distribution = (name: string, record: string, metadata = ''): Files => ({
    [`${SITE}/${name}-1.0.dist-info/METADATA`]: `Name: ${name}\n${metadata}\n`,
    ...(record === '' ? {} : { [`${SITE}/${name}-1.0.dist-info/RECORD`]: record }),
  });
  const files: Files = {
    '/app/shop.py': 'from lazy.a import b\n',
    '/app/venv/lib/python3.13/os.py': '',
    ...distribution('Flask', 'flask/app.py,sha256=x,1\n../../../bin/flask,,\n', 'Requires-Dist: Six\n'),
    [`${SITE}/flask/app.py`]: '',
    '/app/venv/bin/flask': '#!/app/venv/bin/python3\nfrom flask.cli import main\n',
    ...distribution('six', 'six.py,,\n'),
    [`${SITE}/six.py`]: '',
    ...distribution('lazy', ''),
    [`${SITE}/lazy/a.py`]: '',
    ...distribution('other', 'other/__init__.py,,\n../../../bin/other,,\nshared/o.py,,\n'),
    [`${SITE}/other/__init__.py`]: '',
    [`${SITE}/shared/o.py`]: '',
    ...distribution('third', 'shared/t.py,,\n'),
    [`${SITE}/shared/t.py`]: '',
    '/app/venv/bin/other': '#!/app/venv/bin/python3\nimport other\n',
  };
  const used = [`${SITE}/flask/app.py`, `${SITE}/shared/t.py`];
  const left = Object.keys(files).filter((path) => !stays(files, used).includes(path));
  expect(left).toEqual([
    `${SITE}/other-1.0.dist-info/METADATA`,
    `${SITE}/other-1.0.dist-info/RECORD`,
    `${SITE}/other/__init__.py`,
    `${SITE}/shared/o.py`,
    '/app/venv/bin/other',
  ]);
  expect(pruned(files, used).distributions).toMatchObject([{ keep: `${SITE}/other/**` }]);
});

test('gems leave their specification where Bundler reads it', () => {
  const HOME = '/app/vendor/bundle/ruby/3.3.0';
  const gem = (name: string, text = ''): Files => ({
    [`${HOME}/specifications/${name}-1.0.gemspec`]: text,
    [`${HOME}/gems/${name}-1.0/lib/${name}.rb`]: '',
  });
  const files: Files = {
    '/app/config.ru': "require 'named/x'\n",
    '/app/gems/ours/a.rb': '',
    ...gem('rack', "s.add_runtime_dependency('logger', '>= 1')"),
    ...gem('logger'),
    ...gem('named'),
    ...gem('unused'),
  };
  const specifications = Object.keys(files).filter((path) => path.endsWith('.gemspec'));
  const used = [`${HOME}/gems/rack-1.0/lib/rack.rb`, ...specifications];
  const left = Object.keys(files).filter((path) => !stays(files, used).includes(path));
  expect(left).toEqual([`${HOME}/gems/unused-1.0/lib/unused.rb`]);
  expect(pruned(files, used).distributions).toHaveLength(1);
});

test('jars, with those that the manifest of a kept one names', () => {
  const jar = (classPath = '') =>
    bytes(
      zipSync({ 'META-INF/MANIFEST.MF': strToU8(`Manifest-Version: 1.0\r\nClass-Path: ${classPath}\r\n`) }),
    );
  const files: Files = {
    '/app/app.jar': jar('lib/a.jar'),
    '/app/lib/a.jar': jar('b.jar'),
    '/app/lib/b.jar': jar(),
    '/app/lib/used.jar': 'no archive',
    '/app/lib/unused.jar': jar(),
  };
  const left = Object.keys(files).filter((path) => !stays(files, ['/app/lib/used.jar']).includes(path));
  expect(left).toEqual(['/app/lib/unused.jar']);
});
