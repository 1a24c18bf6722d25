import { type Problem, problem } from '../text/problem.ts';
import { isShort, quote, type Tree } from '../text/tree.ts';
import { explainPackage } from '../values/package-line.ts';
import { absolute, explainFrom, explainGlob, explainTarget, explainVolume } from './explain-paths.ts';
import {
  explainMirror,
  explainMode,
  explainPort,
  explainPrune,
  explainSignal,
  explainSnapshot,
  explainVariable,
} from './explain-values.ts';
import * as mend from './suggestions.ts';
import { BUILD_WORDINGS } from './wording-build.ts';
import { MOUNT_WORDINGS } from './wording-mounts.ts';
import type { Wording } from './wording-rule.ts';

const FILE_KEYS = ['from', 'context', 'text', 'symlink', 'to', 'owner', 'mode'];
const PAIR = '- nginx.conf: /etc/nginx/nginx.conf';
const REPOSITORY = '- {url: http://packages.example/debian, suite: stable, key: keys/packages.asc}';
const COMMAND = 'a command line or a list of words';
const ID = 'a whole number from 1 to 4294967294';

/** A map with a single key that is no word of ours is `source: target` (1); others have "to" (0). */
function fileVariant(tree: Tree): number {
  if (tree.kind !== 'map') return 0;
  const [key = '', ...more] = tree.entries.keys();
  return more.length === 0 && !FILE_KEYS.includes(key) ? 1 : 0;
}

/** `source: target` with something beside it, which is a mistake of its own. */
function explainFile(tree: Tree): Problem | undefined {
  if (tree.kind !== 'map') return undefined;
  const keys = [...tree.entries.keys()];
  const pairs = [...tree.entries].flatMap(([key, { value }]) =>
    !FILE_KEYS.includes(key) &&
    value.kind === 'scalar' &&
    value.source.startsWith('/') &&
    isShort(`${key}: ${value.source}`)
      ? [`${key}: ${value.source}`]
      : [],
  );
  const [pair] = pairs;
  if (pair === undefined || keys.length === 1) return undefined;
  if (pairs.length === keys.length) {
    const message = 'a file must be one "source: target", and here are several in one entry';
    return problem('invalid-value', message, 'put "- " in front of each');
  }
  const rights = keys.filter((key) => key === 'owner' || key === 'mode');
  if (pairs.length > 1 || rights.length + 1 < keys.length) return undefined;
  const message = `${quote(pair)} has no room for ${quote(rights[0] ?? '')} beside it`;
  return problem('invalid-value', message, `write from: ${pair.replace(/: (?=[^:]*$)/, ', to: ')}`);
}

function nowhere(key: string): Problem | undefined {
  if (FILE_KEYS.includes(key) || !isShort(key)) return undefined;
  return problem('wrong-type', `nothing says where ${quote(key)} goes`, `write ${key}: /path/in/the/image`);
}

const WORDINGS = {
  imagefile: { subject: 'an Imagefile', expects: 'a map of keys', example: 'packages: [nginx-light]' },

  image: {
    expects: 'the name of an image, in lower case but for its tag',
    example: 'image: registry.example/web:stable',
  },

  'from-image': {
    expects: 'the name of an image, in lower case but for its tag',
    example: 'from: base',
  },

  suite: { expects: 'the name of a suite, or a map', example: 'suite: trixie' },
  'suite-name': { expects: 'the name of a suite', example: 'trixie' },
  mirror: {
    expects: 'an http or https URL',
    example: 'http://mirror.example/debian',
    explain: explainMirror,
  },
  components: {
    expects: 'a list of names',
    example: 'components: [main]',
    mend: mend.brackets('components'),
  },
  component: { subject: 'component', isItem: true, expects: 'a name such as main', example: 'main' },

  snapshot: {
    expects: 'a second in UTC',
    example: 'snapshot: 2026-01-01T00:00:00Z',
    explain: explainSnapshot,
  },
  'snapshot-mirror': {
    expects: 'an http or https URL',
    example: 'http://snapshot.example',
    explain: (url) => explainMirror(url, 'snapshot_mirror'),
  },

  repositories: {
    expects: 'a list of repositories',
    example: REPOSITORY,
    mend: mend.items,
  },
  repository: {
    subject: 'repository',
    isItem: true,
    expects: 'a map with "url", "suite" and "key"',
    example: REPOSITORY,
  },
  'repository-url': {
    subject: 'url',
    expects: 'an http or https URL',
    example: 'url: http://packages.example/debian',
    explain: (url) => explainMirror(url, 'url'),
  },
  'repository-suite': {
    subject: 'suite',
    expects: 'a folder below dists/',
    example: 'suite: stable',
  },
  key: {
    expects: 'a file of the build context, or the text of one',
    example: 'key: keys/packages.asc',
  },

  packages: { expects: 'a list of package names', example: 'packages: [nginx-light]', mend: mend.packages },
  package: {
    subject: 'package',
    isItem: true,
    expects: 'the name of a package',
    example: 'nginx-light',
    isText: true,
    explain: explainPackage,
    mend: mend.package,
  },
  recommends: { expects: 'true or false', example: 'recommends: true', mend: mend.boolean },

  ...BUILD_WORDINGS,

  files: { expects: 'a list', example: PAIR, mend: mend.items },
  file: {
    subject: 'file',
    isItem: true,
    expects: '"source: target", or a map with "to"',
    example: PAIR,
    variant: fileVariant,
    explainWhole: explainFile,
  },
  'file-pair': {
    subject: 'file',
    isItem: true,
    expects: 'one "source: target"',
    example: PAIR,
  },
  from: {
    subject: 'source',
    isItem: true,
    expects: 'a path in the build context',
    example: 'nginx.conf',
    isText: true,
    explain: explainFrom,
  },
  to: {
    subject: 'target',
    isItem: true,
    expects: 'an absolute path',
    example: '/etc/nginx/nginx.conf',
    explain: explainTarget,
    explainNothing: nowhere,
  },
  context: { expects: 'the name of a context, in small letters', example: 'context: builder', isText: true },
  text: { expects: 'a string', example: 'text: "hello"', isText: true },
  symlink: { expects: 'what the link says', example: 'symlink: ../lib/app', isText: true },
  owner: { expects: 'a name, name:group or numbers', example: 'owner: nonroot' },
  mode: {
    expects: 'three or four octal digits in quotes',
    example: 'mode: "0644"',
    isText: true,
    explain: explainMode,
    mend: mend.mode,
  },

  users: { expects: 'a list of accounts', example: '- {name: app, uid: 1000}', mend: mend.items },
  'user-map': {
    subject: 'user',
    isItem: true,
    expects: 'a map with "name" and "uid"',
    example: '- {name: app, uid: 1000}',
    mend: mend.user,
  },
  'user-name': {
    subject: 'user name',
    isItem: true,
    expects: 'at most 32 of a-z, 0-9, "_" and "-", not a digit first',
    example: 'app',
  },
  uid: { expects: ID, example: 'uid: 1000', mend: mend.number },
  gid: { expects: ID, example: 'gid: 1000', mend: mend.number },
  home: absolute('home', 'home: /home/app'),

  entry: { expects: `the path of the program, ${COMMAND}`, example: 'entry: /usr/sbin/nginx' },
  word: { subject: 'word', isItem: true, expects: 'a string', example: '"8080"', isText: true },
  words: { expects: COMMAND, example: '["/usr/bin/app", "--verbose"]' },
  command: { expects: COMMAND, example: 'command: ["-g", "daemon off;"]' },

  environment: { expects: 'a map, or a list of NAME=value', example: 'environment: {LANG: C.UTF-8}' },
  variable: { subject: 'variable', isItem: true, expects: 'a name', explain: explainVariable },
  'variable-value': { subject: 'variable', expects: 'a string', example: 'LANG: C.UTF-8' },
  'variable-line': {
    subject: 'variable',
    isItem: true,
    expects: 'NAME=value',
    example: 'LANG=C.UTF-8',
    explain: explainVariable,
  },
  user: { expects: 'a name, or numbers such as "1000:1000"', example: 'user: nonroot' },
  'working-dir': absolute('working_dir', 'working_dir: /srv'),
  expose: { expects: 'a list of ports', example: 'expose: ["8080"]', mend: mend.brackets('expose') },
  port: {
    subject: 'port',
    isItem: true,
    expects: 'from 1 to 65535, with /tcp, /udp or /sctp if need be',
    example: '8080/tcp',
    explain: explainPort,
  },
  volumes: {
    expects: 'a list of absolute paths',
    example: 'volumes: [/data]',
    mend: mend.brackets('volumes'),
  },
  volume: {
    subject: 'volume',
    isItem: true,
    expects: 'an absolute path',
    example: '/data',
    explain: explainVolume,
  },
  labels: {
    expects: 'a map, or a list of NAME=value',
    example: 'labels: {org.opencontainers.image.licenses: MIT}',
  },
  label: {
    subject: 'label',
    isItem: true,
    expects: 'a name without spaces and "="',
    example: 'org.opencontainers.image.licenses',
  },
  'label-value': { subject: 'label', expects: 'a string', example: 'org.opencontainers.image.licenses: MIT' },
  'label-line': {
    subject: 'label',
    isItem: true,
    expects: 'NAME=value',
    example: 'org.opencontainers.image.licenses=MIT',
  },
  'stop-signal': {
    subject: 'stop_signal',
    expects: 'the name of a signal, or its number',
    example: 'stop_signal: SIGTERM',
    explain: explainSignal,
  },
  healthcheck: {
    expects: 'a map with "test"',
    example: 'healthcheck: {test: [CMD, /usr/bin/app, ping]}',
    mend: mend.healthcheck,
  },
  'health-test': {
    subject: 'test',
    expects: 'a command line, or a list that begins with CMD',
    example: 'test: [CMD, /usr/bin/app, ping]',
  },
  disable: { expects: 'true or false', example: 'disable: true', mend: mend.boolean },
  duration: { expects: 'a number and a unit (us, ms, s, m, h)', example: '30s', mend: mend.duration },
  retries: { expects: 'a whole number from 1', example: 'retries: 3', mend: mend.number },

  runs: { expects: 'a list of commands', example: '- update-ca-certificates', mend: mend.items },
  'run-line': {
    subject: 'command of run',
    isItem: true,
    expects: `${COMMAND}, or a map with "run"`,
    example: '- update-ca-certificates',
  },
  'run-command': { subject: 'run', expects: COMMAND, example: 'run: update-ca-certificates' },
  ...MOUNT_WORDINGS,

  check: { expects: 'a list of commands', example: '- nginx -t', mend: mend.items },
  'check-item': {
    subject: 'check',
    isItem: true,
    expects: 'a command line, or a map with "run" or "start"',
    example: '- nginx -t',
  },
  run: { expects: COMMAND, example: 'run: nginx -t' },
  start: { expects: COMMAND, example: 'start: nginx -g "daemon off;"' },
  ready: {
    expects: 'a URL, a socket, a command, or a map with "log"',
    example: 'ready: http://127.0.0.1:8080/',
    mend: mend.ready,
  },
  expression: {
    subject: 'log',
    expects: 'an expression for one line',
    example: 'log: ready to accept connections',
  },

  args: { expects: 'a map, or a list of NAME=value', example: 'args: {PORT: "8080"}' },
  argument: {
    subject: 'build argument',
    isItem: true,
    expects: 'a name of letters, digits and "_"',
    example: 'PORT',
  },
  'argument-value': { subject: 'build argument', expects: 'a string, or nothing', example: 'PORT: "8080"' },
  'argument-line': {
    subject: 'build argument',
    isItem: true,
    expects: 'NAME=value, or NAME',
    example: 'PORT=8080',
  },
  targets: { expects: 'a map of targets', example: 'targets: {worker: {entry: /usr/bin/worker}}' },
  target: {
    subject: 'target',
    isItem: true,
    expects: 'a map of keys',
    example: 'worker: {entry: /usr/bin/worker}',
  },
  'target-name': {
    subject: 'target name',
    isItem: true,
    expects: 'of a-z, 0-9, ".", "_" and "-", a letter first, and not thin, fat, debug, tree or report',
    example: 'worker',
  },

  keep: {
    expects: 'a list of globs',
    example: 'keep: [/usr/share/zoneinfo/**]',
    mend: mend.brackets('keep'),
  },
  drop: { expects: 'a list of globs', example: 'drop: [/usr/share/doc/**]', mend: mend.brackets('drop') },
  pattern: {
    subject: 'pattern',
    isItem: true,
    expects: 'a glob over absolute paths, or pkg:NAME',
    example: '/usr/share/zoneinfo/**',
    explain: explainGlob,
  },
  prune: {
    expects: 'files, modules, packages or none',
    example: 'prune: modules',
    explain: explainPrune,
    mend: mend.prune,
  },
} satisfies Record<string, Wording>;

export type RuleName = keyof typeof WORDINGS;

const RULES: Readonly<Record<string, Wording>> = WORDINGS;

/** The rule of a name, as zod hands it back in place of a message. */
export function ruleOf(name: string | undefined): Wording {
  const rule = name !== undefined && Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  if (rule === undefined) throw new Error(`schema: no rule ${quote(name ?? '')}`);
  return rule;
}
