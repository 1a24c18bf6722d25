import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from './pages.ts';

/** An application on a look-alike of an official image, which docker-bake.hcl builds by the same name. */
export interface Application {
  /** What it answers, relative to apps/. */
  readonly paths: string;
  /** The most that its thin image may have, compressed, in MB of 10^6 bytes; that of the fat one where absent. */
  readonly limit?: number;
}

export const APPLICATIONS: Readonly<Record<string, Application>> = {
  flask: { paths: 'flask/paths.json', limit: 19 },
  'flask-moved': { paths: 'flask/paths.json', limit: 19 },
  'flask-venv': { paths: 'flask/paths.json', limit: 19 },
  express: { paths: 'express/paths.json', limit: 60 },
  jar: { paths: 'jar/paths.json', limit: 77 },
  rack: { paths: 'rack/paths.json', limit: 13 },
  // intl needs the data of ICU, 12.4 MB, and iconv all converters of glibc, 2.9 MB.
  fpm: { paths: 'fpm/paths.json', limit: 44 },
  'c-alpine': { paths: 'native/paths/c-alpine.json' },
  'c-distroless': { paths: 'native/paths/c-distroless.json' },
  // Nothing of these can go; mib adds accounts and folders.
  'c-scratch': { paths: 'native/paths/c-scratch.json', limit: 0.1 },
  'go-alpine': { paths: 'native/paths/go-alpine.json' },
  'go-distroless': { paths: 'native/paths/go-distroless.json' },
  'go-scratch': { paths: 'native/paths/go-scratch.json', limit: 2.8 },
};

/** The file of what an application answers. */
export interface Paths {
  readonly port: number;
  /** The script that answers every path, where the port speaks FastCGI in place of HTTP. */
  readonly fastcgi?: string;
  /** The first is the only one that a check asks for. */
  readonly paths: readonly [Page, ...Page[]];
  /** What the package database of the thin image has to name, among others. */
  readonly database?: { readonly path: string; readonly packages: readonly string[] };
}

export function readPaths(application: Application): Paths {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'apps', application.paths), 'utf8'));
}

/** Applications on look-alikes that are built without compiling a language and with few downloads. */
const QUICK = ['flask-moved', 'express', 'c-alpine'];

/** Returns the applications to try: those that a list of words names, `all` of them, or by default the quick ones. */
export function chosen(words: string | undefined): readonly string[] {
  const named = words?.split(/[ ,]+/).filter((word) => word !== '') ?? [];
  if (named.length === 0) return QUICK;
  if (named.includes('all')) return Object.keys(APPLICATIONS);
  const unknown = named.find((name) => !Object.hasOwn(APPLICATIONS, name));
  if (unknown !== undefined)
    throw new Error(`no application "${unknown}": there are ${Object.keys(APPLICATIONS).join(', ')}`);
  return named;
}
