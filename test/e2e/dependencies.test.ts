/** @module-tag long */
import { expect, test } from 'vitest';
import { buildOk, docker, folder } from '../support/e2e/docker.ts';
import { tagOf } from '../support/e2e/family.ts';

const SERVER = `const { greet } = require('used');
const name = process.argv[2];
console.log(greet(name === 'lazy' ? require('lazy') : name ? require(name) : 'nobody'));
`;

const PACKAGES = {
  'app/server.js': SERVER,
  'app/package.json': '{"dependencies": {"used": "1", "lazy": "1", "unused": "1"}}',
  'app/node_modules/used/package.json': '{"name": "used", "dependencies": {"deeper": "1"}}',
  'app/node_modules/used/index.js': "exports.greet = (name) => 'hello ' + (name.who ?? name);\n",
  'app/node_modules/used/late.js': "exports.who = require('deeper').who;\n",
  'app/node_modules/used/index.d.ts': 'export {};\n',
  'app/node_modules/used/test/index.js': '\n',
  'app/node_modules/deeper/package.json': '{"name": "deeper"}',
  'app/node_modules/deeper/index.js': "exports.who = 'the deep';\n",
  'app/node_modules/lazy/package.json': '{"name": "lazy"}',
  'app/node_modules/lazy/index.js': "exports.who = 'the lazy';\n",
  'app/node_modules/unused/package.json': '{"name": "unused"}',
  'app/node_modules/unused/index.js': "exports.who = 'nobody else';\n",
};

async function build(level: string) {
  const lines = `# syntax=mib/frontend
packages: [nodejs]
files: [{from: app, to: /app}]
entry: [/usr/bin/node, /app/server.js]
prune: ${level}
check: [node /app/server.js]
`;
  const tag = tagOf(`dependencies-${level}`);
  const { stderr } = await buildOk(
    folder({ Imagefile: lines, ...PACKAGES }),
    '--output',
    `type=docker,name=${tag}`,
  );
  const say = async (...args: readonly string[]) => {
    const { stdout, stderr: complaint } = await docker(['run', '--rm', tag, ...args]);
    return stdout + complaint;
  };
  return { said: stderr, say };
}

test('a dependency that no check used and nothing names goes at level files, and others work', async () => {
  const { said, say } = await build('files');
  expect(said).toContain('to keep it: keep: ["/app/node_modules/unused/**"]');
  expect(await say()).toBe('hello nobody\n');
  expect(await say('lazy')).toBe('hello the lazy\n');
  expect(await say('used/late')).toBe('hello the deep\n');
  expect(await say('unused')).toContain("Cannot find module 'unused'");
});

test('at level modules all stay, without what is never run', async () => {
  const { said, say } = await build('modules');
  expect(said).toContain('left out 2 files (0.0 MB) of dependencies, which no program runs; ');
  expect(await say('unused')).toBe('hello nobody else\n');
  expect(await say('used/test/index.js')).toContain("Cannot find module 'used/test/index.js'");
});
