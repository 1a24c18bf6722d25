import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { APPLICATIONS, chosen, readPaths } from './applications.ts';
import { readDatabase } from './database.ts';
import { fault } from './pages.ts';

test('an answer that differs is a fault, and says how', () => {
  expect(fault({ path: '/', text: 'shop\n' }, { status: 200, text: 'shop\n' })).toBeUndefined();
  expect(fault({ path: '/none', status: 404 }, { status: 404, text: 'x' })).toBeUndefined();
  expect(fault({ path: '/' }, { status: 500, text: 'no' })).toBe('GET /: 500 "no" in place of 200');
  expect(fault({ path: '/', text: 'shop\n' }, { status: 200, text: '' })).toBe(
    'GET /: 200 "" in place of "shop\\n"',
  );
  expect(fault({ path: '/', method: 'POST', contains: 'a' }, { status: 200, text: 'b' })).toBe(
    'POST /: 200 "b" lacks "a"',
  );
});

test('each path says what must come back', () => {
  for (const [name, application] of Object.entries(APPLICATIONS)) {
    for (const { path, status, text, contains } of readPaths(application).paths)
      expect(status ?? text ?? contains, `${name} ${path}`).toBeDefined();
  }
});

test('the quick applications, those that are named, or all', () => {
  expect(chosen(undefined)).toEqual(['flask-moved', 'express', 'c-alpine']);
  expect(chosen('fpm, rack')).toEqual(['fpm', 'rack']);
  expect(chosen('all')).toEqual(Object.keys(APPLICATIONS));
  expect(() => chosen('perl')).toThrow('no application "perl": there are flask, ');
});

test('a database is a file of apk, or a folder with the stanzas of dpkg', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mib-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'installed'), 'C:Q1\nP:musl\nV:1\n\nP:busybox\n');
  mkdirSync(join(folder, 'status.d'));
  for (const name of ['libc6', 'libc6.md5sums', 'tzdata']) writeFileSync(join(folder, 'status.d', name), '');
  expect([...readDatabase(join(folder, 'installed'))]).toEqual(['musl', 'busybox']);
  expect([...readDatabase(join(folder, 'status.d'))].toSorted()).toEqual(['libc6', 'tzdata']);
});
