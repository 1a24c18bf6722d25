import { describe, expect, test } from 'vitest';
import { headerOf, signedParts } from './signed.ts';

const HEAD = `tree ${'1'.repeat(40)}\nauthor A <a@mirror.example> 0 +0000\n`;
const PGP = ['-----BEGIN PGP SIGNATURE-----', '', 'abcd', '-----END PGP SIGNATURE-----'];

function partsOf(type: 'commit' | 'tag', text: string, id = '1'.repeat(40)) {
  const parts = signedParts({ id, type, content: Buffer.from(text) });
  return parts && { ...parts, payload: String(parts.payload), signature: String(parts.signature) };
}

const header = (name: string, lines: readonly string[]) => `${name} ${lines.join('\n ')}\n`;

describe('the signature of a commit', () => {
  test('is a header, and all the rest is signed', () => {
    const text = `${HEAD}${header('gpgsig', PGP)}encoding x\n\nsubject\n\ngpgsig no header\n`;
    expect(partsOf('commit', text)).toEqual({
      payload: `${HEAD}encoding x\n\nsubject\n\ngpgsig no header\n`,
      signature: `${PGP.join('\n')}\n`,
      kind: 'openpgp',
    });
  });

  test('is that for its kind of ids', () => {
    const both = `${HEAD}${header('gpgsig', ['one'])}${header('gpgsig-sha256', ['two', 'three'])}\nsubject\n`;
    const payload = `${HEAD}\nsubject\n`;
    expect(partsOf('commit', both)).toMatchObject({ payload, signature: 'one\n' });
    expect(partsOf('commit', both, '1'.repeat(64))).toMatchObject({ payload, signature: 'two\nthree\n' });
  });

  test('is none, where the message only shows one', () => {
    expect(partsOf('commit', `${HEAD}\nsubject\n\n${PGP.join('\n')}\n`)).toBeUndefined();
  });

  test.each([
    ['-----BEGIN SSH SIGNATURE-----', 'ssh'],
    ['-----BEGIN SIGNED MESSAGE-----', 'x509'],
  ])('may be of another kind: %s', (beginning, kind) => {
    expect(partsOf('commit', `${HEAD}${header('gpgsig', [beginning])}\nsubject\n`)).toMatchObject({ kind });
    expect(partsOf('tag', `object x\n\nsubject\n${beginning}\n`)).toMatchObject({ kind });
  });

  test('signs the whole of a header with a carriage return', () => {
    const head = `${HEAD}committer B\rC <b@mirror.example> 0 +0000\n`;
    const text = `${head}${header('gpgsig', ['one\r', 'two'])}\nsubject\n`;
    const parts = { payload: `${head}\nsubject\n`, signature: 'one\r\ntwo\n' };
    expect(partsOf('commit', text)).toMatchObject(parts);
  });

  test('is found in a time that grows with the length', () => {
    const started = performance.now();
    partsOf('commit', `${HEAD}gpgsig ${'-'.repeat(200_000)}\r\n\nsubject\n`);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('leaves bytes as they are that are no text', () => {
    const content = Buffer.concat([
      Buffer.from(`${HEAD}${header('gpgsig', PGP)}\n`),
      Buffer.of(0xff, 0xe4, 0x00),
    ]);
    const parts = signedParts({ id: '1'.repeat(40), type: 'commit', content });
    expect(parts?.payload.subarray(-3)).toEqual(Buffer.of(0xff, 0xe4, 0x00));
  });
});

describe('the signature of a tag', () => {
  const tag = `object ${'1'.repeat(40)}\ntype commit\ntag v1\n`;

  test('is its end', () => {
    const payload = `${tag}\nsubject\n-----BEGIN PGP SIGNATURE-----\nof another\n`;
    expect(partsOf('tag', payload + PGP.join('\n'))).toEqual({
      payload,
      signature: PGP.join('\n'),
      kind: 'openpgp',
    });
  });

  test('may be all that it says', () => {
    expect(partsOf('tag', `${tag}\n${PGP.join('\n')}`)).toMatchObject({ payload: `${tag}\n` });
    expect(partsOf('tag', `${tag}\nsubject\n`)).toBeUndefined();
    expect(partsOf('tag', `${tag}\nsubject -----BEGIN PGP SIGNATURE-----\n`)).toBeUndefined();
  });

  test('is for what its head says', () => {
    const content = Buffer.from(`${tag}\ntag v2\n`);
    const of = (name: string) => headerOf({ id: '', type: 'tag', content }, name);
    expect([of('object'), of('tag'), of('tagger')]).toEqual(['1'.repeat(40), 'v1', undefined]);
  });
});
