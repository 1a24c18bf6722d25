import { type Problem, problem } from '../text/problem.ts';
import { isShort, quote, type Tree } from '../text/tree.ts';
import { explainPackage } from '../values/package-line.ts';
import {
  absolute,
  explainFrom,
  explainGlob,
  explainHome,
  explainTarget,
  explainVolume,
} from './explain-paths.ts';
import {
  explainMirror,
  explainMode,
  explainPort,
  explainSnapshot,
  explainVariable,
} from './explain-values.ts';
import { COMMAND, factsOf, KEYS, type Key } from './keys.ts';
import * as mend from './suggestions.ts';
import { BUILD_WORDINGS } from './wording-build.ts';
import { GET_WORDINGS } from './wording-get.ts';
import { MOUNT_WORDINGS } from './wording-mounts.ts';
import type { Wording } from './wording-rule.ts';

/** The keys of an entry of `files`. */
const FILE_KEYS = ['from', 'context', 'text', 'symlink', 'to', 'owner', 'mode'] as const;

export type FileKey = (typeof FILE_KEYS)[number];

const ID = 'a whole number from 1 to 4294967294';

function isFileKey(key: string): boolean {
  return FILE_KEYS.some((name) => name === key);
}

/** Returns 1 for `source: target`, a map whose single key is not a key of the language; 0 for a map with "to". */
function fileVariant(tree: Tree): number {
  if (tree.kind !== 'map') return 0;
  const [key = '', ...more] = tree.entries.keys();
  return more.length === 0 && !isFileKey(key) ? 1 : 0;
}

/** Explains `source: target` with more keys in the same map. */
function explainFile(tree: Tree): Problem | undefined {
  if (tree.kind !== 'map') return undefined;
  const keys = [...tree.entries.keys()];
  const pairs = [...tree.entries].flatMap(([key, { value }]) =>
    !isFileKey(key) &&
    value.kind === 'scalar' &&
    value.source.startsWith('/') &&
    isShort(`${key}: ${value.source}`)
      ? [`${key}: ${value.source}`]
      : [],
  );
  const [pair] = pairs;
  if (pair === undefined || keys.length === 1) return undefined;
  if (pairs.length === keys.length) {
    const message = 'a file must be one "source: target", but this entry has several';
    return problem('invalid-value', message, 'put "- " in front of each');
  }
  const rights = keys.filter((key) => key === 'owner' || key === 'mode');
  if (pairs.length > 1 || rights.length + 1 < keys.length) return undefined;
  const message = `${quote(pair)} cannot have ${quote(rights[0] ?? '')} beside it`;
  return problem('invalid-value', message, `write from: ${pair.replace(/: (?=[^:]*$)/, ', to: ')}`);
}

function nowhere(key: string): Problem | undefined {
  if (isFileKey(key) || !isShort(key)) return undefined;
  return problem('wrong-type', `nothing says where ${quote(key)} goes`, `write ${key}: /path/in/the/image`);
}

/** Wordings for values within the values of keys. */
const WORDINGS = {
  imagefile: { subject: 'an Imagefile', expects: 'a map of keys', example: 'packages: [nginx-light]' },

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
    expects: 'a UTC time to the second',
    example: 'snapshot: 2026-01-01T00:00:00Z',
    explain: explainSnapshot,
  },
  'snapshot-mirror': {
    expects: 'an http or https URL',
    example: 'http://snapshot.example',
    explain: (url) => explainMirror(url, 'snapshot_mirror'),
  },

  repository: {
    subject: 'repository',
    isItem: true,
    expects: 'a map with "url", "suite" and "key"',
    example: KEYS.repositories.wording.example,
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
  override: { expects: 'true or false', example: 'override: true', mend: mend.boolean },

  package: {
    subject: 'package',
    isItem: true,
    expects: 'the name of a package',
    example: 'nginx-light',
    isText: true,
    explain: explainPackage,
    mend: mend.package,
  },

  ...BUILD_WORDINGS,

  file: {
    subject: 'file',
    isItem: true,
    expects: '"source: target", or a map with "to"',
    example: KEYS.files.wording.example,
    variant: fileVariant,
    explainWhole: explainFile,
  },
  'file-pair': {
    subject: 'file',
    isItem: true,
    expects: 'one "source: target"',
    example: KEYS.files.wording.example,
  },
  'file-from': {
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
  context: { expects: 'the name of a context, in lower case', example: 'context: builder', isText: true },
  text: { expects: 'a string', example: 'text: "hello"', isText: true },
  symlink: { expects: 'the target of the link', example: 'symlink: ../lib/app', isText: true },
  owner: { expects: 'a name, name:group or numbers', example: 'owner: nonroot' },
  mode: {
    expects: 'three or four octal digits in quotes',
    example: 'mode: "0644"',
    isText: true,
    explain: explainMode,
    mend: mend.mode,
  },

  certificate: {
    subject: 'certificate',
    isItem: true,
    expects: 'a PEM file of the build context, or a map with "from"',
    example: '- corp-ca.pem',
  },
  'certificate-from': {
    subject: 'certificate',
    isItem: true,
    expects: 'a PEM file of the build context',
    example: 'corp-ca.pem',
    isText: true,
  },
  'certificate-text': { subject: 'text', expects: 'certificates in PEM form', isText: true },
  'certificate-build': {
    subject: 'build',
    expects: 'true or false',
    example: 'build: true',
    mend: mend.boolean,
  },
  timezone: { subject: 'time zone', isItem: true, expects: 'the name of a zone', example: 'Europe/Berlin' },
  locale: { subject: 'locale', isItem: true, expects: 'the name of a locale', example: 'de_DE.UTF-8' },

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
    expects: 'at most 32 of a-z, 0-9, "_" and "-", beginning with a letter or "_"',
    example: 'app',
  },
  uid: { expects: ID, example: 'uid: 1000', mend: mend.number },
  gid: { expects: ID, example: 'gid: 1000', mend: mend.number },
  home: { ...absolute('home', 'home: /home/app'), explain: explainHome },

  word: { subject: 'word', isItem: true, expects: 'a string', example: '"8080"', isText: true },
  words: { expects: COMMAND, example: '["/usr/bin/app", "--verbose"]' },

  variable: { subject: 'variable', isItem: true, expects: 'a name', explain: explainVariable },
  'variable-value': { subject: 'variable', expects: 'a string', example: 'LANG: C.UTF-8' },
  'variable-line': {
    subject: 'variable',
    isItem: true,
    expects: 'NAME=value',
    example: 'LANG=C.UTF-8',
    explain: explainVariable,
  },
  port: {
    subject: 'port',
    isItem: true,
    expects: 'from 1 to 65535, optionally with /tcp, /udp or /sctp',
    example: '8080/tcp',
    explain: explainPort,
  },
  volume: {
    subject: 'volume',
    isItem: true,
    expects: 'an absolute path',
    example: '/data',
    explain: explainVolume,
  },
  label: {
    subject: 'label',
    isItem: true,
    expects: 'a name without spaces or "="',
    example: 'org.opencontainers.image.licenses',
  },
  'label-value': { subject: 'label', expects: 'a string', example: 'org.opencontainers.image.licenses: MIT' },
  'label-line': {
    subject: 'label',
    isItem: true,
    expects: 'NAME=value',
    example: 'org.opencontainers.image.licenses=MIT',
  },
  'health-test': {
    subject: 'test',
    expects: 'a command line, or a list that begins with CMD',
    example: 'test: [CMD, /usr/bin/app, ping]',
  },
  disable: { expects: 'true or false', example: 'disable: true', mend: mend.boolean },
  duration: { expects: 'a number and a unit (us, ms, s, m, h)', example: '30s', mend: mend.duration },
  retries: { expects: 'a whole number from 1', example: 'retries: 3', mend: mend.number },

  'run-line': {
    subject: 'command of run',
    isItem: true,
    expects: `${COMMAND}, or a map with "run"`,
    example: '- update-ca-certificates',
  },
  'run-command': { subject: 'run', expects: COMMAND, example: 'run: update-ca-certificates' },
  ...MOUNT_WORDINGS,

  'check-item': {
    subject: 'check',
    isItem: true,
    expects: 'a command line, or a map with "run" or "ready"',
    example: '- nginx -t',
  },
  'check-run': { expects: COMMAND, example: 'run: nginx -t' },
  start: { expects: COMMAND, example: 'start: nginx -g "daemon off;"' },
  ready: {
    expects: 'a URL, a socket, a command, or a map with "log"',
    example: 'ready: http://127.0.0.1:8080/',
    mend: mend.ready,
  },
  ...GET_WORDINGS,
  expression: {
    subject: 'log',
    expects: 'an expression for one line',
    example: 'log: ready to accept connections',
  },

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
  target: {
    subject: 'target',
    isItem: true,
    expects: 'a map of keys',
    example: 'worker: {entry: /usr/bin/worker}',
  },
  'target-name': {
    subject: 'target name',
    isItem: true,
    expects:
      'made of a-z, 0-9, ".", "_" and "-", beginning with a letter, and not thin, fat, debug, tree or report',
    example: 'worker',
  },

  pattern: {
    subject: 'pattern',
    isItem: true,
    expects: 'a glob over absolute paths, or pkg:NAME',
    example: '/usr/share/zoneinfo/**',
    explain: explainGlob,
  },
} satisfies Record<string, Wording> & { readonly [Name in Key]?: never };

/** RuleName is a key of the Imagefile, with its wording in keys.ts, or the name of another value. */
export type RuleName = Key | keyof typeof WORDINGS;

const RULES: Readonly<Record<string, Wording>> = WORDINGS;

/** Returns the wording for a name, which zod returns in place of a message. */
export function ruleOf(name: string | undefined): Wording {
  const own = name !== undefined && Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  const rule = factsOf(name)?.wording ?? own;
  if (rule === undefined) throw new Error(`schema: no rule ${quote(name ?? '')}`);
  return rule;
}
