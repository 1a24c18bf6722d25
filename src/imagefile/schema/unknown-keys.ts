import { nearest } from '../text/nearest.ts';
import { didYouMean, type Problem, problem } from '../text/problem.ts';
import { type Path, quote } from '../text/tree.ts';
import {
  CheckMap,
  FileMap,
  HealthcheckMap,
  Imagefile,
  LogMap,
  RepositoryMap,
  SuiteMap,
  TargetMap,
  UserMap,
} from './schema.ts';
import { BuildMap, FetchMap, OutputMap, SourceMap } from './schema-build.ts';
import { CacheMap, RunMap, SecretMap, SshMap } from './schema-command.ts';

/** The keys of a map, by the word of the Imagefile it stands under; `''` is the Imagefile itself. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(Imagefile.shape),
  suite: Object.keys(SuiteMap.shape),
  repositories: Object.keys(RepositoryMap.shape),
  build: Object.keys(BuildMap.shape),
  source: Object.keys(SourceMap.shape),
  fetch: Object.keys(FetchMap.shape),
  output: Object.keys(OutputMap.shape),
  files: Object.keys(FileMap.shape),
  users: Object.keys(UserMap.shape),
  healthcheck: Object.keys(HealthcheckMap.shape),
  check: Object.keys(CheckMap.shape),
  targets: Object.keys(TargetMap.shape),
  ready: Object.keys(LogMap.shape),
  run: Object.keys(RunMap.shape),
  secrets: Object.keys(SecretMap.shape),
  ssh: Object.keys(SshMap.shape),
  cache: Object.keys(CacheMap.shape),
};

/** What such a map is called. */
const MAPS: Readonly<Record<string, string>> = {
  suite: 'suite',
  repositories: 'a repository',
  build: 'a build',
  source: 'source',
  fetch: 'fetch',
  output: 'an output',
  files: 'a file',
  users: 'a user',
  healthcheck: 'healthcheck',
  check: 'a check',
  targets: 'a target',
  ready: 'ready',
  run: 'a command of run',
  secrets: 'a secret',
  ssh: 'an ssh agent',
  cache: 'a cache',
};

/** Of these, the maps that lie within another map. */
const INNER = ['ready', 'source', 'fetch', 'output', 'run', 'secrets', 'ssh', 'cache'];

/** Keys that mib will have, and what does the job until then. */
const LATER: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '': {
    locales: 'add the package locales-all, and name the locale in "keep": /usr/lib/locale/**',
    timezones: 'add the package tzdata, and name the zones in "keep": /usr/share/zoneinfo/**',
    certificates: 'add the package ca-certificates, and "keep": /etc/ssl/certs/**',
  },
  healthcheck: { start_interval: 'leave it out: "interval" holds from the start' },
  check: { stop: 'leave it out: the daemon is ended with "stop_signal"' },
};

/** Words that other tools use for the same thing. */
const ELSEWHERE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '': {
    apt: 'packages',
    install: 'packages',
    entrypoint: 'entry',
    cmd: 'command',
    env: 'environment',
    workdir: 'working_dir',
    copy: 'files',
    add: 'files',
    ports: 'expose',
    port: 'expose',
    label: 'labels',
    stopsignal: 'stop_signal',
    test: 'check',
    tests: 'check',
    include: 'keep',
    exclude: 'drop',
    distribution: 'suite',
    release: 'suite',
    accounts: 'users',
  },
  suite: { url: 'mirror', component: 'components' },
  repositories: {
    uri: 'url',
    mirror: 'url',
    distribution: 'suite',
    component: 'components',
    'signed-by': 'key',
    signed_by: 'key',
    keyring: 'key',
  },
  files: {
    source: 'from',
    src: 'from',
    target: 'to',
    dest: 'to',
    dst: 'to',
    content: 'text',
    link: 'symlink',
    user: 'owner',
    chmod: 'mode',
    chown: 'owner',
  },
  users: { id: 'uid', user: 'name' },
  run: { command: 'run', cmd: 'run', secret: 'secrets', caches: 'cache' },
  secrets: { source: 'id', name: 'id', dst: 'target', destination: 'target', path: 'target', file: 'target' },
  ssh: { dst: 'target', destination: 'target' },
  cache: { dst: 'target', destination: 'target', path: 'target' },
  build: {
    from: 'source',
    install: 'packages',
    env: 'environment',
    command: 'run',
    commands: 'run',
    outputs: 'output',
    files: 'output',
  },
  source: {
    url: 'git',
    repository: 'git',
    tag: 'ref',
    branch: 'ref',
    checksum: 'sha256',
    path: 'context',
    local: 'context',
    subdir: 'folder',
    'signed-by': 'key',
    signed_by: 'key',
    keyring: 'key',
  },
  output: { source: 'from', target: 'to', dest: 'to', chmod: 'mode', chown: 'owner' },
  check: { command: 'run', cmd: 'run', wait: 'ready', daemon: 'start' },
  healthcheck: { command: 'test', startPeriod: 'start_period' },
};

/** What to say of a key that the schema does not have. */
export function explainKey(path: Path, key: string): Problem {
  const map = mapAt(path);
  const later = lookUp(LATER[map], key);
  if (later !== undefined) {
    const name = map === '' ? quote(key) : `${quote(key)} in ${quote(map)}`;
    return problem('not-supported-yet', `${name} is not supported yet`, later);
  }
  const known = KNOWN[map] ?? [];
  const where = MAPS[map] === undefined ? '' : ` in ${MAPS[map]}`;
  const message = `unknown key ${quote(key)}${where}`;
  if (key === '<<') return problem('unknown-key', message, 'write the keys out: YAML 1.2 has no merge keys');
  const meant = lookUp(ELSEWHERE[map], key.toLowerCase()) ?? nearest(key, known);
  if (meant !== undefined) return problem('unknown-key', message, didYouMean(meant));
  const planned = nearest(key, Object.keys(LATER[map] ?? {}));
  if (planned !== undefined) {
    return problem('unknown-key', message, `did you mean ${quote(planned)}, which is not supported yet?`);
  }
  if (map === '') return problem('unknown-key', message, 'docs/reference.md lists the keys of an Imagefile');
  return problem('unknown-key', message, `it has ${known.map((name) => quote(name)).join(', ')}`);
}

/** The word that a map stands under: the innermost that is one of ours. */
function mapAt(path: Path): string {
  return String(path.findLast((step) => INNER.includes(String(step))) ?? path[0] ?? '');
}

function lookUp(table: Readonly<Record<string, string>> | undefined, key: string): string | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** What such a key may say. */
const EXAMPLES: Readonly<Record<string, string>> = {
  url: 'http://packages.example/debian',
  suite: 'stable',
  key: 'keys/packages.asc',
  to: '/etc/app.conf',
  name: 'app',
  uid: '1000',
  run: 'app --fill /srv/data',
  id: 'token',
  target: '/var/cache/app',
  log: 'ready to accept connections',
  source: '{context: .}',
  files: '[go.mod, go.sum]',
  output: '[hello: /usr/bin/hello]',
  from: 'build/hello',
};

/** What to say of a key that the schema requires and the map lacks. */
export function explainMissing(path: Path): Problem {
  const key = String(path.at(-1));
  const map = MAPS[mapAt(path.slice(0, -1))] ?? 'this';
  const example = lookUp(EXAMPLES, key);
  return problem('missing-key', `${map} needs ${quote(key)}`, example && `for example ${key}: ${example}`);
}

/** The keys that are refused as not supported yet, as `key` or `map.key`, with what to do until then. */
export function laterKeys(): readonly (readonly [string, string])[] {
  return Object.entries(LATER).flatMap(([map, keys]) =>
    Object.entries(keys).map(([key, instead]) => [map === '' ? key : `${map}.${key}`, instead] as const),
  );
}
