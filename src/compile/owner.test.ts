import { expect, test } from 'vitest';
import { image } from '../llb/index.ts';
import { fileOwner, processOwner } from './owner.ts';

const tree = image('mirror.example/base:1', { platform: { os: 'linux', architecture: 'amd64' } });
const named = (name: string) => ({ name, input: tree });

test.each([
  ['1000', { user: { id: 1000 }, group: { id: 1000 } }, { user: { id: 1000 } }],
  ['1000:0', { user: { id: 1000 }, group: { id: 0 } }, { user: { id: 1000 }, group: { id: 0 } }],
  ['app', { user: named('app'), group: named('app') }, { user: named('app') }],
  ['app:7', { user: named('app'), group: { id: 7 } }, { user: named('app'), group: { id: 7 } }],
  ['0:adm', { user: { id: 0 }, group: named('adm') }, { user: { id: 0 }, group: named('adm') }],
  ['', { user: { id: 0 }, group: { id: 0 } }, { user: { id: 0 } }],
])('"%s" as the owner of a file, and as the user of a process', (text, ofFile, ofProcess) => {
  expect(fileOwner(text, tree)).toEqual(ofFile);
  expect(processOwner(text, tree)).toEqual(ofProcess);
});
