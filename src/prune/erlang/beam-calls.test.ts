import { deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { programsOfBeam } from './beam-calls.ts';

interface Shape {
  readonly calls: readonly (readonly [module: string, name: string])[];
  /** Lists of characters. */
  readonly strings?: readonly string[];
  readonly binaries?: readonly string[];
  /** As OTP 28 writes it. */
  readonly isNew?: true;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function chunk(name: string, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(name), u32(body.length), body, Buffer.alloc(-body.length & 3)]);
}

function compact(length: number): Buffer {
  return length < 16 ? Buffer.of(length << 4) : Buffer.of(((length >> 3) & 0xe0) | 8, length & 0xff);
}

function encodeBeam({ calls, strings = [], binaries = [], isNew }: Shape): Buffer {
  const atoms = [...new Set(['module', ...calls.flat()])];
  const terms = [
    ...strings.map((text) => Buffer.concat([Buffer.of(107, 0, text.length), Buffer.from(text)])),
    ...binaries.map((text) => Buffer.concat([Buffer.of(109), u32(text.length), Buffer.from(text)])),
  ].flatMap((term) => [u32(term.length + 1), Buffer.of(131), term]);
  const literals = Buffer.concat([u32(strings.length + binaries.length), ...terms]);
  const lengths = atoms.map(({ length }) => (isNew ? compact(length) : Buffer.of(length)));
  const body = Buffer.concat([
    Buffer.from('BEAM'),
    chunk(
      'AtU8',
      u32(isNew ? -atoms.length : atoms.length),
      ...atoms.flatMap((atom, at) => [lengths[at] ?? Buffer.of(), Buffer.from(atom)]),
    ),
    chunk(
      'ImpT',
      u32(calls.length),
      ...calls.flatMap(([module, name]) => [
        u32(atoms.indexOf(module) + 1),
        u32(atoms.indexOf(name) + 1),
        u32(1),
      ]),
    ),
    chunk('LitT', u32(isNew ? 0 : literals.length), isNew ? literals : deflateSync(literals)),
  ]);
  return Buffer.concat([Buffer.from('FOR1'), u32(body.length), body]);
}

const FIND = ['os', 'find_executable'] as const;

test.each<[string, Shape, readonly string[]]>([
  ['a name that is looked for', { calls: [FIND], strings: ['df', ' -kP '] }, ['df']],
  ['a command line', { calls: [['os', 'cmd']], strings: ['uname -r | tr a b'] }, ['tr', 'uname']],
  ['a port', { calls: [['erlang', 'open_port']], strings: ['/bin/sh'] }, ['/bin/sh']],
  ['Elixir', { calls: [['Elixir.System', 'cmd']], binaries: ['convert'] }, ['convert']],
  ['OTP 28', { calls: [['a'.repeat(300), 'b'], FIND], strings: ['df'], isNew: true }, ['df']],
  ['another function', { calls: [['os', 'type']], strings: ['df'] }, []],
  ['another module', { calls: [['cmd', 'os']], strings: ['df'] }, []],
])('programs of a module: %s', (_, shape, programs) => {
  const module = encodeBeam(shape);
  expect(programsOfBeam(module)).toEqual(programs);
  expect(programsOfBeam(gzipSync(module))).toEqual(programs);
});

test('a module that is cut off or wrong at any place starts nothing more, and is no error', () => {
  const module = encodeBeam({ calls: [FIND], strings: ['df'] });
  for (let at = 0; at < module.length; at++) {
    const wrong = Buffer.from(module);
    wrong[at] = 0xff;
    for (const bytes of [module.subarray(0, at), wrong])
      expect([[], ['df']]).toContainEqual(programsOfBeam(bytes));
  }
});
