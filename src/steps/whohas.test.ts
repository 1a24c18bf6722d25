import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { whohas } from './whohas.ts';

test('answers with the architectures of each name', async () => {
  const folder = mkdtempSync(`${tmpdir()}/mib`);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const places = { input: `${folder}/in`, output: folder, scratch: `${folder}/scratch` };
  mkdirSync(`${places.input}/archives/0`, { recursive: true });
  const sources = 'Package: grub2\nPackage-List:\n grub-efi deb admin optional arch=arm64,amd64\n';
  writeFileSync(
    `${places.input}/archives/0/Sources.xz`,
    execFileSync('xz', ['--stdout'], { input: sources }),
  );
  writeFileSync(`${places.input}/request.json`, '{"names":["grub-efi","nowhere"]}');

  expect(await whohas(places)).toBe(0);

  expect(readFileSync(`${folder}/whohas.json`, 'utf8')).toBe(
    '{"packages":{"grub-efi":["amd64","arm64"],"nowhere":[]}}\n',
  );
});
