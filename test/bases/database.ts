import { readdirSync, readFileSync, statSync } from 'node:fs';

/** @returns the names of a package database's packages: of a file of apk, or of a folder with a stanza of dpkg in each file */
export function readDatabase(path: string): ReadonlySet<string> {
  if (statSync(path).isDirectory())
    return new Set(readdirSync(path).map((name) => name.replace(/\.md5sums$/, '')));
  const names = readFileSync(path, 'utf8').matchAll(/^P:(.*)$/gm);
  return new Set([...names].map(([, name = '']) => name));
}
