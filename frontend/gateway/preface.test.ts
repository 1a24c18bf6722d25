import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { OPENING, withoutOpening } from './preface.ts';

function said(...chunks: readonly Uint8Array[]): Promise<Buffer> {
  const stream = withoutOpening();
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  return buffer(stream);
}

test('is left out, in whatever pieces it comes', async () => {
  const rest = Buffer.from('rest');
  expect(await said(Buffer.concat([OPENING, rest]), rest)).toEqual(Buffer.from('restrest'));
  expect(await said(...[...OPENING].map((byte) => Buffer.of(byte)), rest)).toEqual(rest);
});

test('is never another than what was said', async () => {
  await expect(said(Buffer.alloc(OPENING.length, 'x'))).rejects.toThrow(
    /^Node opens the connection with 7878/,
  );
});
