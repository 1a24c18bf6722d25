import { createHash } from 'node:crypto';
import { BinaryReader } from 'google-protobuf';
import { describe, expect, test } from 'vitest';
import { marshal } from '../../../src/llb/index.ts';
import { cases } from './cases.ts';

/** Reads our bytes with a library that did not write them, by the field numbers of BuildKit's ops.proto. */
function fields(bytes: Uint8Array): { number: number; value: number | Uint8Array }[] {
  const reader = new BinaryReader(bytes);
  const found = [];
  while (reader.nextField()) {
    const value = reader.getWireType() === 0 ? reader.readInt64() : reader.readBytes();
    found.push({ number: reader.getFieldNumber(), value });
  }
  return found;
}

function all(bytes: Uint8Array, number: number): Uint8Array[] {
  return fields(bytes)
    .filter((field) => field.number === number)
    .map(({ value }) => {
      if (typeof value === 'number') throw new Error(`field ${number} is a number`);
      return value;
    });
}

function numberOf(bytes: Uint8Array, number: number): number {
  return Number(fields(bytes).find((field) => field.number === number)?.value ?? 0);
}

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const digest = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

const INPUTS = 1;
const ONEOF = [2, 3, 4, 6, 7];
const PLATFORM = 10;
const CONSTRAINTS = 11;

describe('bytes, as another library reads them', () => {
  test.each(Object.entries(cases()))('%s', (_, tree) => {
    const { definition, digest: head } = marshal(tree);
    const ops = definition.def ?? [];
    const before = new Set<string>();
    for (const [position, op] of ops.entries()) {
      for (const input of all(op, INPUTS)) expect(before).toContain(text(all(input, 1)[0]));
      const order = fields(op).map((field) => field.number);
      if (position < ops.length - 1) {
        // Go writes the members of a oneof last, whatever their numbers.
        expect(ONEOF).toContain(order.at(-1));
        expect(order.slice(0, -1)).toEqual([...order.slice(0, -1)].sort((a, b) => a - b));
        expect(order).toContain(CONSTRAINTS);
      } else {
        expect(order).toEqual([INPUTS]);
        expect(text(all(all(op, INPUTS)[0]!, 1)[0])).toBe(head);
      }
      before.add(digest(op));
    }
    expect(new Set(Object.keys(definition.metadata ?? {}))).toEqual(before);
  });

  test('an exec, field by field', () => {
    const op = marshal(cases()['mount-outputs']).definition.def?.at(-2) ?? new Uint8Array();
    expect(text(all(all(op, PLATFORM)[0]!, 1)[0])).toBe('amd64');
    const exec = all(op, 2)[0]!;
    const meta = all(exec, 1)[0]!;
    expect(all(meta, 1).map(text)).toEqual(['true']);
    expect(text(all(meta, 3)[0])).toBe('/');
    const mounts = all(exec, 2).map((mount) => ({
      input: numberOf(mount, 1),
      dest: text(all(mount, 3)[0]),
      output: numberOf(mount, 4),
    }));
    expect(mounts).toEqual([
      { input: 0, dest: '/', output: 0 },
      { input: -1, dest: '/a', output: 1 },
      { input: 1, dest: '/b', output: 2 },
      { input: 1, dest: '/c', output: -1 },
    ]);
  });

  test('a source, with its attributes in order', () => {
    const op = marshal(cases()['http-all']).definition.def?.[0] ?? new Uint8Array();
    const source = all(op, 3)[0]!;
    expect(text(all(source, 1)[0])).toBe('https://mirror.example/a.deb');
    expect(all(source, 2).map((entry) => text(all(entry, 1)[0]))).toEqual([
      'http.authheadersecret',
      'http.checksum',
      'http.filename',
      'http.gid',
      'http.header.accept',
      'http.header.user-agent',
      'http.perm',
      'http.uid',
    ]);
  });

  test('a copy, with -1 where nothing is set', () => {
    const op = marshal(cases().copy).definition.def?.at(-2) ?? new Uint8Array();
    const action = all(all(op, 4)[0]!, 2)[0]!;
    const copy = all(action, 4)[0]!;
    expect(numberOf(copy, 4)).toBe(-1);
    expect(numberOf(copy, 11)).toBe(-1);
  });
});
