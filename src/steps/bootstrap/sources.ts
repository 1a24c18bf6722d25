import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { BootstrapRequest } from '../../debian/bootstrap.ts';
import { sourceStanza } from '../../debian/sources-list.ts';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Writes apt's sources of the tree, so that more packages can be installed in an unpruned image. */
export function writeSources(target: string, { archives, components }: BootstrapRequest): void {
  const sources = archives.map((archive) => sourceStanza(archive, components, KEYRING));
  rmSync(`${target}/etc/apt/sources.list`, { force: true });
  mkdirSync(`${target}/etc/apt/sources.list.d`, { recursive: true });
  writeFileSync(`${target}/etc/apt/sources.list.d/debian.sources`, sources.join('\n'));
}
