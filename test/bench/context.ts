import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Input } from './cases.ts';

/** A build context that stays the same folder, as a person's does: BuildKit transfers only what changed in it. */
export interface Context {
  readonly folder: string;
  write(input: Input): void;
  remove(): void;
}

const EXAMPLE = 'images/nginx';
const PACKAGES = 'packages: [nginx-light]';

export function makeContext(): Context {
  const folder = mkdtempSync(join(tmpdir(), 'mib-bench-'));
  const imagefile = readFileSync(join(EXAMPLE, 'Imagefile'), 'utf8');
  if (!imagefile.includes(PACKAGES))
    throw new Error(`${EXAMPLE}/Imagefile has no line "${PACKAGES}" to change`);
  const write = ({ page, packages }: Input) => {
    writeFileSync(
      join(folder, 'Imagefile'),
      imagefile.replace(PACKAGES, `packages: [${packages.join(', ')}]`),
    );
    writeFileSync(join(folder, 'index.html'), page);
    writeFileSync(join(folder, 'nginx.conf'), readFileSync(join(EXAMPLE, 'nginx.conf')));
  };
  return { folder, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
