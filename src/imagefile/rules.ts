import { explainPackage } from './package-line.ts';
import { type Problem, problem } from './problem.ts';
import { explainAbsolute, explainFrom, explainGlob, explainTarget } from './rules-paths.ts';
import {
  explainMirror,
  explainMode,
  explainPort,
  explainPrune,
  explainSignal,
  explainVariable,
  packageList,
} from './rules-values.ts';
import { quote, type Tree } from './tree.ts';

/** How to speak of one kind of value. */
export interface Rule {
  /** What it is called, without article, e.g. `package`. */
  readonly subject: string;
  /** What it "must be". */
  readonly expects: string;
  /** A right one, as it stands in the file. */
  readonly example?: string;
  /** It is a string, so a number needs quotes. */
  readonly isText?: true;
  /** Says why a string is refused; otherwise "must be" and `expects` do. */
  readonly explain?: (text: string) => Problem;
  /** What to write instead of a value of the wrong kind. */
  readonly mend?: (tree: Tree) => string | undefined;
  /** Which variant of a choice a map is meant to be, where there are several. */
  readonly variant?: (tree: Tree) => number;
}

const FILE_KEYS = ['from', 'text', 'symlink', 'to', 'owner', 'mode'];

/** A map with a single key that is no word of ours is `source: target`. */
function fileVariant(tree: Tree): number {
  if (tree.kind !== 'map') return 0;
  const keys = [...tree.entries.keys()];
  return keys.length === 1 && !FILE_KEYS.includes(keys[0] ?? '') ? 1 : 0;
}

const inBrackets = (key: string) => (tree: Tree) =>
  tree.kind === 'scalar' && tree.value !== null ? `write ${key}: [${tree.source}]` : undefined;

const text = (subject: string, expects: string, example: string): Rule => ({
  subject,
  expects,
  example,
  isText: true,
});
const path = (subject: string, example: string): Rule => ({
  ...text(subject, 'an absolute path', example),
  explain: (value) => explainAbsolute(subject, value),
});
const COMMAND = 'a command line or a list of words';

export const RULES = {
  imagefile: { subject: 'an Imagefile', expects: 'a map of keys', example: 'packages: [nginx-light]' },
  suite: { ...text('suite', 'the name of a suite, or a map', 'suite: trixie') },
  'suite-name': text('suite', 'the name of a suite', 'trixie'),
  mirror: {
    ...text('mirror', 'an http or https URL', 'http://mirror.example/debian'),
    explain: explainMirror,
  },
  components: {
    subject: 'components',
    expects: 'a list of names',
    example: 'components: [main]',
    mend: inBrackets('components'),
  },
  component: text('component', 'a name such as main', 'main'),
  packages: {
    subject: 'packages',
    expects: 'a list of package names',
    example: 'packages: [nginx-light]',
    mend: packageList,
  },
  package: {
    ...text('package', 'the name of a package', 'nginx-light'),
    explain: explainPackage,
    mend: packageList,
  },
  recommends: { subject: 'recommends', expects: 'true or false', example: 'recommends: true' },
  files: { subject: 'files', expects: 'a list', example: '- nginx.conf: /etc/nginx/nginx.conf' },
  file: {
    subject: 'a file',
    expects: '"source: target", or a map with "to"',
    example: '- nginx.conf: /etc/nginx/nginx.conf',
    variant: fileVariant,
  },
  'file-pair': {
    subject: 'a file',
    expects: 'one "source: target"',
    example: '- nginx.conf: /etc/nginx/nginx.conf',
  },
  from: { ...text('source', 'a path in the build context', 'nginx.conf'), explain: explainFrom },
  to: { ...text('target', 'an absolute path', '/etc/nginx/nginx.conf'), explain: explainTarget },
  text: text('text', 'a string', 'text: "hello"'),
  symlink: text('symlink', 'what the link says', 'symlink: ../lib/app'),
  owner: { subject: 'owner', expects: 'a name, name:group or numbers', example: 'owner: nonroot' },
  mode: {
    ...text('mode', 'three or four octal digits in quotes', 'mode: "0644"'),
    explain: explainMode,
    mend: (tree) => explainMode(tree.kind === 'scalar' ? tree.source : '').fix,
  },
  users: { subject: 'users', expects: 'a list of accounts', example: '- {name: app, uid: 1000}' },
  'user-map': {
    subject: 'a user',
    expects: 'a map with "name" and "uid"',
    example: '- {name: app, uid: 1000}',
    mend: (tree) =>
      tree.kind === 'scalar' && typeof tree.value === 'string'
        ? `write {name: ${tree.source}, uid: 1000}`
        : undefined,
  },
  'user-name': text('user name', 'at most 32 of a-z, 0-9, "_" and "-", not a digit first', 'app'),
  uid: { subject: 'uid', expects: 'a whole number from 1 to 4294967294', example: 'uid: 1000' },
  gid: { subject: 'gid', expects: 'a whole number from 1 to 4294967294', example: 'gid: 1000' },
  home: path('home', 'home: /home/app'),
  entry: text('entry', `the path of the program, ${COMMAND}`, 'entry: /usr/sbin/nginx'),
  word: text('word', 'a string', '"8080"'),
  words: { subject: 'a command', expects: 'a list with at least one word', example: '["/usr/bin/app"]' },
  command: text('command', COMMAND, 'command: ["-g", "daemon off;"]'),
  environment: {
    subject: 'environment',
    expects: 'a map, or a list of NAME=value',
    example: 'environment: {LANG: C.UTF-8}',
  },
  variable: {
    ...text('variable', 'made of letters, digits and "_", not a digit first', 'LANG'),
    explain: (value) => explainVariable(value),
  },
  'variable-value': { subject: 'variable', expects: 'a string', example: 'LANG: C.UTF-8' },
  'variable-line': {
    ...text('variable', 'NAME=value', 'LANG=C.UTF-8'),
    explain: (value) => explainVariable(value),
  },
  user: { subject: 'user', expects: 'a name, or numbers such as "1000:1000"', example: 'user: nonroot' },
  'working-dir': path('working_dir', 'working_dir: /srv'),
  expose: {
    subject: 'expose',
    expects: 'a list of ports',
    example: 'expose: ["8080"]',
    mend: inBrackets('expose'),
  },
  port: {
    subject: 'port',
    expects: 'a number from 1 to 65535, with /tcp, /udp or /sctp if need be',
    example: '8080/tcp',
    explain: explainPort,
  },
  volumes: {
    subject: 'volumes',
    expects: 'a list of absolute paths',
    example: 'volumes: [/data]',
    mend: inBrackets('volumes'),
  },
  volume: { ...path('volume', '/data'), explain: (value) => explainVolume(value) },
  labels: {
    subject: 'labels',
    expects: 'a map, or a list of NAME=value',
    example: 'labels: {org.opencontainers.image.licenses: MIT}',
  },
  label: text('label', 'a name without spaces and "="', 'org.opencontainers.image.licenses'),
  'label-value': { subject: 'label', expects: 'a string', example: 'org.opencontainers.image.licenses: MIT' },
  'label-line': text('label', 'NAME=value', 'org.opencontainers.image.licenses=MIT'),
  'stop-signal': {
    subject: 'stop_signal',
    expects: 'the name of a signal, or its number',
    example: 'stop_signal: SIGTERM',
    explain: explainSignal,
  },
  healthcheck: {
    subject: 'healthcheck',
    expects: 'a map with "test"',
    example: 'healthcheck: {test: [CMD, /usr/bin/app, ping]}',
  },
  'health-test': text(
    'test',
    'a command line, or a list that begins with CMD',
    'test: [CMD, /usr/bin/app, ping]',
  ),
  disable: { subject: 'disable', expects: 'true or false', example: 'disable: true' },
  duration: text('duration', 'a number and a unit (us, ms, s, m, h)', '30s'),
  timeout: text('timeout', 'a number and a unit (ms, s, m, h)', 'timeout: 30s'),
  retries: { subject: 'retries', expects: 'a whole number from 1', example: 'retries: 3' },
  check: {
    subject: 'check',
    expects: 'a list of commands',
    example: '- nginx -t',
    mend: (tree) => (tree.kind === 'list' ? undefined : 'put "- " in front of it'),
  },
  'check-item': text('a check', 'a command line, or a map with "run" or "start"', '- run: nginx -t'),
  run: text('run', COMMAND, 'run: nginx -t'),
  start: text('start', COMMAND, 'start: nginx -g "daemon off;"'),
  ready: text('ready', 'a URL, a socket, or a command', 'ready: http://127.0.0.1:8080/'),
  keep: {
    subject: 'keep',
    expects: 'a list of globs',
    example: 'keep: [/usr/share/zoneinfo/**]',
    mend: inBrackets('keep'),
  },
  drop: {
    subject: 'drop',
    expects: 'a list of globs',
    example: 'drop: [/usr/share/doc/**]',
    mend: inBrackets('drop'),
  },
  pattern: {
    ...text('pattern', 'a glob over absolute paths, or pkg:NAME', '/usr/share/zoneinfo/**'),
    explain: explainGlob,
  },
  prune: {
    subject: 'prune',
    expects: 'files, modules, packages or none',
    example: 'prune: modules',
    explain: explainPrune,
  },
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;

/** The rule of a name, as zod hands it back in place of a message. */
export function ruleOf(name: string | undefined): Rule {
  if (name !== undefined && Object.hasOwn(RULES, name)) return RULES[name as RuleName];
  throw new Error(`schema: no rule ${quote(name ?? '')}`);
}

function explainVolume(value: string): Problem {
  const inside =
    /^[^/:]*:(\/[^:]*)(?::[a-z,]+)?$/.exec(value)?.[1] ?? /^[^:]+:(\/[^:]*)(?::[a-z,]+)?$/.exec(value)?.[1];
  if (inside === undefined) return explainAbsolute('volume', value);
  const message = `volume ${quote(value)} names a place outside the image, which is for docker run to say`;
  return problem('invalid-value', message, `write ${quote(inside)}`);
}
