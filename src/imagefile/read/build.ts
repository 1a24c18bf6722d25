import type { z } from 'zod';
import type { BuildMap, FetchMap, OutputItem, OutputMap, SourceMap } from '../schema/schema-build.ts';
import type { Build, BuildOutput, Fetch, HttpSource, PackageRequest, Source } from '../spec.ts';
import { problem } from '../text/problem.ts';
import { keyPlaceOf, type Path, quote } from '../text/tree.ts';
import { normalPath } from '../values/paths.ts';
import { readKey } from './archives.ts';
import { readCommands } from './command-line.ts';
import { readDictionary } from './dictionary.ts';
import { checkMode, checkOwner, checkTarget, copyTarget, pairOf, sourcePath } from './files.ts';
import { readPackages } from './packages.ts';
import { at, type ReadContext, report } from './read-context.ts';
import type { Sound } from './sound-part.ts';

type BuildFields = z.infer<typeof BuildMap>;
type SourceFields = z.infer<typeof SourceMap>;

/** Reads `build:`. Reports two builds with the same name, and two outputs with the same target. */
export function readBuilds(context: ReadContext, items: NonNullable<Sound['build']>): Build[] {
  const builds = items.flatMap((item, index) => {
    const build = item === undefined ? undefined : readBuild(context, ['build', index], item);
    return build === undefined ? [] : [build];
  });
  reportTwice(context, builds, (build) => [`build ${quote(build.name)}`, build]);
  reportTwice(
    context,
    builds.flatMap(({ output }) => output),
    (output) => [`target ${quote(copyTarget(output))}`, output],
  );
  return builds;
}

function reportTwice<T>(
  context: ReadContext,
  items: readonly T[],
  describe: (item: T) => readonly [string, Pick<Build, 'at'>],
): void {
  const seen = new Set<string>();
  for (const item of items) {
    const [what, { at }] = describe(item);
    if (seen.has(what)) {
      report(context, at, problem('invalid-value', `${what} is written twice`, 'keep one of the two'));
    }
    seen.add(what);
  }
}

function readBuild(context: ReadContext, path: Path, fields: BuildFields): Build | undefined {
  const source = readSource(context, [...path, 'source'], fields.source);
  const fetch = fields.fetch && readFetch(context, [...path, 'fetch'], fields.fetch);
  reportIdle(context, path, fields);
  const packages = readPackages(context, [...path, 'packages'], fields.packages ?? []);
  const isDownloading = fields.fetch?.run !== undefined && fields.from === undefined;
  const build = {
    name: fields.name,
    ...readTree(context, path, fields),
    packages: [...packages, ...(isDownloading ? caCertificates(context, path, packages) : [])],
    environment: readDictionary(context, [...path, 'environment'], fields.environment ?? {}),
    ...(fetch === undefined ? {} : { fetch }),
    prepare: readCommands(context, [...path, 'prepare'], fields.prepare ?? []),
    run: readCommands(context, [...path, 'run'], fields.run ?? []),
    output: fields.output.flatMap(
      (item, index) => readOutput(context, [...path, 'output', index], item) ?? [],
    ),
    at: at(context, ...path, 'name'),
  };
  return source && { ...build, source };
}

/** Returns the package that `fetch` verifies servers with, unless `packages` names or excludes it. */
function caCertificates(
  context: ReadContext,
  path: Path,
  packages: readonly PackageRequest[],
): PackageRequest[] {
  const name = 'ca-certificates';
  if (packages.some((each) => each.name === name)) return [];
  return [
    {
      name,
      exclude: false,
      architectures: [],
      neededBy: 'fetch',
      at: keyPlaceOf(context.tree, [...path, 'fetch']),
    },
  ];
}

/** Reads the image that a build is built in, and its platform. */
function readTree(
  context: ReadContext,
  path: Path,
  { name, from, platform }: BuildFields,
): Pick<Build, 'from' | 'platform'> {
  if (from !== undefined && from === name) {
    const message = `build ${quote(name)} names itself in "from"`;
    const fix = `name an image; with a tag, ${quote(`${name}:latest`)} is one`;
    report(context, at(context, ...path, 'from'), problem('invalid-value', message, fix));
  }
  return {
    ...(from === undefined ? {} : { from: { value: from, at: at(context, ...path, 'from') } }),
    ...(platform === 'target' ? { platform: { value: platform, at: at(context, ...path, 'platform') } } : {}),
  };
}

/** Reports a build without commands, and a `fetch` that runs nothing and that no `prepare` comes after. */
function reportIdle(context: ReadContext, path: Path, { fetch, prepare = [], run }: BuildFields): void {
  if (prepare.length > 0) return;
  if (fetch !== undefined && fetch.run === undefined) {
    const message = '"run" is missing in "fetch"';
    const found = problem('missing-key', message, 'add for example run: [go mod download]');
    report(context, keyPlaceOf(context.tree, [...path, 'fetch']), found);
  } else if (fetch === undefined && run === undefined) {
    const message = 'nothing says how it is built: "run" is missing';
    const fix = 'add for example run: [make], or commands to "fetch" or "prepare"';
    report(context, at(context, ...path, 'name'), problem('missing-key', message, fix));
  }
}

const KINDS = ['git', 'context', 'http'] as const;

/** Keys that each kind of source may have. */
const BELONGING: Readonly<Record<(typeof KINDS)[number], readonly string[]>> = {
  git: ['git', 'ref', 'commit', 'key', 'folder'],
  context: ['context'],
  http: ['http', 'sha256', 'signature', 'key', 'folder'],
};

/** Reads `source:`, which must have exactly one of `git`, `context` and `http`. */
function readSource(context: ReadContext, path: Path, fields: SourceFields): Source | undefined {
  const [kind, second] = KINDS.filter((key) => fields[key] !== undefined);
  const place = at(context, ...path);
  if (kind === undefined) {
    const message = 'nothing says where the source is';
    report(context, place, problem('missing-key', message, 'add "git", "context" or "http"'));
    return undefined;
  }
  if (second !== undefined) {
    const message = `"${kind}" and "${second}" cannot both be the source`;
    const found = problem('invalid-value', message, 'keep one of the two');
    report(context, keyPlaceOf(context.tree, [...path, second]), found);
    return undefined;
  }
  const stray = Object.keys(fields).find((key) => !BELONGING[kind].includes(key));
  if (stray !== undefined) {
    const owner = KINDS.find((key) => BELONGING[key].includes(stray)) ?? 'git';
    const message = `"${stray}" goes with "${owner}", but the source is "${kind}"`;
    report(
      context,
      keyPlaceOf(context.tree, [...path, stray]),
      problem('invalid-value', message, 'leave it out'),
    );
    return undefined;
  }
  return sourceOf(context, path, fields, kind);
}

function sourceOf(
  context: ReadContext,
  path: Path,
  fields: SourceFields,
  kind: (typeof KINDS)[number],
): Source | undefined {
  const { git = '', ref, commit, key, context: folderOfContext = '', http = '', sha256, folder } = fields;
  const place = at(context, ...path);
  const inside = folder === undefined ? {} : { folder: sourcePath(folder) };
  if (kind === 'context') return { kind, path: sourcePath(folderOfContext), at: place };
  if (kind === 'git') {
    return {
      kind,
      url: git,
      ...(ref === undefined ? {} : { ref }),
      ...(commit === undefined ? {} : { commit }),
      ...(key === undefined ? {} : { key: readKey(context, [...path, 'key'], key) }),
      ...inside,
      at: place,
    };
  }
  if (sha256 !== undefined) {
    return { kind, url: http, sha256, ...readSigned(context, path, fields), ...inside, at: place };
  }
  const message = '"http" needs "sha256", because the server may change the file';
  const fix = 'add the checksum from the publisher of the archive, or from sha256sum';
  report(context, at(context, ...path, 'http'), problem('missing-key', message, fix));
  return undefined;
}

/** Reads `signature` and `key` of an archive, which must be given together. */
function readSigned(
  context: ReadContext,
  path: Path,
  { key, signature }: SourceFields,
): Pick<HttpSource, 'signed'> {
  if (key !== undefined && signature !== undefined) {
    return { signed: { signature, key: readKey(context, [...path, 'key'], key) } };
  }
  const lone = key === undefined ? 'signature' : 'key';
  if (key === undefined && signature === undefined) return {};
  const other = lone === 'key' ? 'signature' : 'key';
  const fix =
    other === 'key' ? 'add a file with the OpenPGP keys of its signers' : 'add the URL of its signature';
  const message = `"${lone}" of an archive needs "${other}"`;
  report(context, keyPlaceOf(context.tree, [...path, lone]), problem('missing-key', message, fix));
  return {};
}

function readFetch(context: ReadContext, path: Path, fields: z.infer<typeof FetchMap>): Fetch {
  return {
    files: (fields.files ?? []).map((file, index) => ({
      value: sourcePath(file),
      at: at(context, ...path, 'files', index),
    })),
    run: readCommands(context, [...path, 'run'], fields.run ?? []),
  };
}

function readOutput(
  context: ReadContext,
  path: Path,
  item: z.infer<typeof OutputItem>,
): BuildOutput | undefined {
  const pair = pairOf(item);
  const fields: Partial<z.infer<typeof OutputMap>> =
    pair === undefined ? item : { from: pair[0], to: pair[1] };
  const { from, to, owner, mode } = fields;
  if (from === undefined || to === undefined) return undefined;
  if (!checkTarget(context, [...path, pair?.[0] ?? 'to'], to, true)) return undefined;
  if (owner !== undefined) checkOwner(context, [...path, 'owner'], String(owner));
  if (mode !== undefined) checkMode(context, [...path, 'mode'], mode, 'from');
  return {
    from: sourcePath(from),
    to: normalPath(to),
    ...(owner === undefined ? {} : { owner: String(owner) }),
    ...(mode === undefined ? {} : { mode: Number.parseInt(mode, 8) }),
    at: at(context, ...path),
  };
}
