import { expect, test } from 'vitest';
import { hashOf, placeOf } from './place.ts';

test.each([
  ['#/', { view: 'folder', names: [] }],
  ['#/usr/bin', { view: 'folder', names: ['usr', 'bin'] }],
  ['#package', { view: 'package', names: [] }],
  ['#package/libc6%3Aamd64/a%2Fb%20%3C', { view: 'package', names: ['libc6:amd64', 'a/b <'] }],
  ['#left/-/x', { view: 'left', names: ['-', 'x'] }],
  ['#/opt/caf%00e9/%EF%BF%BD', { view: 'folder', names: ['opt', 'caf\udce9', '\ufffd'] }],
] as const)('%s is an address, there and back', (hash, place) => {
  expect(placeOf(hash)).toEqual(place);
  expect(hashOf(place)).toBe(hash);
});

test('nothing is where the page starts, a heading is no place, and what cannot be read is taken as it is', () => {
  expect(placeOf('')).toEqual({ view: 'package', names: [] });
  expect(placeOf('#packages')).toBeUndefined();
  expect(placeOf('#/100%')).toEqual({ view: 'folder', names: ['100%'] });
});
