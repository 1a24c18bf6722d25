import { matcher } from '../tree/glob.ts';
import { readText } from '../tree/read-text.ts';
import type { Expander } from './engine.ts';

const isLibc = matcher(['/**/libc.so.6']);

/** Services that libc provides itself since glibc 2.34; their libraries are stubs for old programs. */
const BUILT_IN = new Set(['files', 'dns']);

/** Keeps the libraries of the services that nsswitch.conf names; libc opens them by name (nsswitch.conf(5)). */
export const nameServices: Expander = (engine, node) => {
  if (!isLibc(node.id)) return;
  const old = isOlder(engine.packages.get('libc6')?.version ?? '', 34);
  for (const service of services(readText(engine.tree, '/etc/nsswitch.conf') ?? '')) {
    if (BUILT_IN.has(service) && !old) continue;
    for (const path of engine.expand(`/{usr/lib,lib}{,/*}/libnss_${service}.so.2`)) {
      engine.keepThrough(path, { from: node.id, kind: 'nss', detail: service, strength: 'soft' });
    }
  }
};

/** Returns the names of services, each once, sorted: `passwd: files [NOTFOUND=return] systemd` → `files`, `systemd`. */
function services(text: string): readonly string[] {
  const found = text.split('\n').flatMap((line) => {
    const words =
      line
        .replace(/#.*/, '')
        .replaceAll(/\[[^\]]*\]/g, ' ')
        .split(':')[1]
        ?.trim()
        .split(/\s+/) ?? [];
    return words.filter((word) => /^[A-Za-z0-9_-]+$/.test(word));
  });
  return [...new Set(found)].sort();
}

function isOlder(version: string, minor: number): boolean {
  const found = /^2\.(\d+)/.exec(version)?.[1];
  return found !== undefined && Number(found) < minor;
}
