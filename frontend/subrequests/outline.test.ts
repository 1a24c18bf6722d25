// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation of the Imagefile
import { expect, test } from 'vitest';
import { platformArgs } from '../../src/imagefile/platform-args.ts';
import { outlineOf } from './outline.ts';

const TEXT = `args: {PORT: , NAME: npm}
entry: /usr/bin/app
run:
  - run: app
    secrets: [token, {id: "\${NAME}-\${PORT}", required: false}]
  - run: app
    secrets: [{id: token, env: TOKEN}]
    cache: [/root/.cache]
targets:
  worker:
    run:
      - {run: app, ssh: [default]}
`;

function outline(target: string, given: Readonly<Record<string, string>> = {}) {
  const file = { name: 'Imagefile', text: TEXT };
  return outlineOf(file, new Map(Object.entries(given)), target);
}

test('names what a target asks the client for, as text', () => {
  expect(outline('thin', { PORT: '80' }).text).toBe(`TARGET: thin

BUILD ARG   VALUE
PORT        80
NAME        npm

SECRET   REQUIRED
token    true
npm-80
`);
  expect(outline('worker').text).toContain('\nSSH       REQUIRED\ndefault   true\n');
});

test('says where, as JSON in the form of BuildKit', () => {
  const at = (line: number) => ({ ranges: [{ start: { line }, end: { line } }] });
  expect(JSON.parse(outline('thin').json)).toEqual({
    name: 'thin',
    description: 'The program and what it needs',
    args: [
      { name: 'PORT', location: at(1) },
      { name: 'NAME', value: 'npm', location: at(1) },
    ],
    // An argument without a value stands for itself.
    secrets: [
      { name: 'token', required: true, location: at(5) },
      { name: 'npm-${PORT}', location: at(5) },
    ],
    cache: [{ ID: '/root/.cache', location: at(8) }],
    sources: [Buffer.from(TEXT).toString('base64')],
  });
});

test('knows what is built for, declared or not', () => {
  const text =
    'args: [TARGETARCH]\nentry: /bin/app\nrun: [{run: app, secrets: ["${TARGETARCH}-${BUILDARCH}"]}]\n';
  const machine = { os: 'linux', architecture: 'amd64' };
  const platform = platformArgs({ os: 'linux', architecture: 'arm64' }, machine);
  const file = { name: 'Imagefile', text };
  expect(outlineOf(file, new Map(), 'thin', platform).text).toBe(`TARGET: thin

BUILD ARG    VALUE
TARGETARCH   arm64

SECRET        REQUIRED
arm64-amd64   true
`);
});
