import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { whohas } from './whohas.ts';

test('answers with the architectures of each name', async () => {
  const folder = mkdtempSync(`${tmpdir()}/mib`);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const places = {
    request: `${folder}/request.json`,
    archives: `${folder}/archives`,
    out: folder,
    scratch: `${folder}/scratch`,
  };
  mkdirSync(`${places.archives}/0`, { recursive: true });
  const sources = 'Package: grub2\nPackage-List:\n grub-efi deb admin optional arch=arm64,amd64\n';
  writeFileSync(`${places.archives}/0/Sources.xz`, execFileSync('xz', ['--stdout'], { input: sources }));
  writeFileSync(places.request, '{"names":["grub-efi","nowhere"]}');

  expect(await whohas(places)).toBe(0);

  expect(readFileSync(`${folder}/whohas.json`, 'utf8')).toBe(
    '{"packages":{"grub-efi":["amd64","arm64"],"nowhere":[]}}\n',
  );
});
