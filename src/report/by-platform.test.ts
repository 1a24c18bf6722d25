import { expect, test } from 'vitest';
import { byPlatform } from './by-platform.ts';

const AMD64 = { platform: 'linux/amd64', text: 'The same twice.\n' };

test('an answer about one platform stands for itself', () => {
  expect(byPlatform([AMD64])).toBe('The same twice.\n');
});

test('answers about several stand below their names', () => {
  expect(byPlatform([AMD64, { platform: 'linux/386', text: 'Not the same.\n' }])).toBe(
    'linux/amd64\n\nThe same twice.\n\nlinux/386\n\nNot the same.\n',
  );
});
