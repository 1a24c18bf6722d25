import { explainSignal } from '../values/signal.ts';
import { absolute } from './explain-paths.ts';
import { explainPrune } from './explain-values.ts';
import * as mend from './suggestions.ts';
import type { Wording } from './wording-rule.ts';

/**
 * References is how `${NAME}` in a value is read:
 * - `argument`: an argument, which must exist;
 * - `shell`: an argument if one has that name, otherwise a shell variable, left unchanged;
 * - `escaped`: an argument, which must exist; `$$` becomes `$`.
 */
export type References = 'argument' | 'shell' | 'escaped';

/** KeyFacts are the facts about a key of the Imagefile, except the shape of its value (schema.ts). */
export interface KeyFacts {
  /** The wording of messages about its value. */
  readonly wording: Wording;
  /** The parts checked separately: a fault in one leaves the others usable. */
  readonly parts: 'none' | 'items' | 'names';
  /**
   * How a target uses it:
   * - `refused`: not allowed in a target;
   * - `replaced`: the target's value replaces the Imagefile's;
   * - `of-entry`: as `replaced`, and a target with its own `entry` does not inherit the Imagefile's value;
   * - `added`: items, or names of a map, are added to the Imagefile's.
   */
  readonly inTarget: 'refused' | 'replaced' | 'of-entry' | 'added';
  readonly references: References;
  /** Whether it may refer to platform arguments. Keys that decide on packages may not: all platforms share one choice. */
  readonly perPlatform: boolean;
  /** Other names for it, as in a Dockerfile or in Compose. */
  readonly synonyms: readonly string[];
}

/** The description of a command in messages. */
export const COMMAND = 'a command line or a list of words';

/** Every key of the Imagefile. The schema has exactly these; docs/reference.md lists the keys of targets in this order. */
export const KEYS = {
  image: {
    wording: {
      expects: 'the name of an image, in lower case except for its tag',
      example: 'image: registry.example/web:stable',
    },
    parts: 'none',
    inTarget: 'replaced',
    references: 'argument',
    perPlatform: true,
    synonyms: [],
  },
  from: {
    wording: { expects: 'the name of an image, in lower case except for its tag', example: 'from: base' },
    parts: 'none',
    inTarget: 'refused',
    references: 'argument',
    perPlatform: false,
    synonyms: [],
  },
  suite: {
    wording: { expects: 'the name of a suite, or a map', example: 'suite: trixie' },
    parts: 'none',
    inTarget: 'refused',
    references: 'argument',
    perPlatform: false,
    synonyms: ['distribution', 'release'],
  },
  packages: {
    wording: {
      expects: 'a list of package names',
      example: 'packages: [nginx-light]',
      mend: mend.packages,
    },
    parts: 'items',
    inTarget: 'added',
    references: 'argument',
    perPlatform: false,
    synonyms: ['apt', 'install'],
  },
  repositories: {
    wording: {
      expects: 'a list of repositories',
      example: '- {url: http://packages.example/debian, suite: stable, key: keys/packages.asc}',
      mend: mend.items,
    },
    parts: 'items',
    inTarget: 'replaced',
    references: 'argument',
    perPlatform: false,
    synonyms: [],
  },
  recommends: {
    wording: { expects: 'true or false', example: 'recommends: true', mend: mend.boolean },
    parts: 'none',
    inTarget: 'replaced',
    references: 'argument',
    perPlatform: true,
    synonyms: [],
  },
  build: {
    wording: { expects: 'a list of maps', example: 'build: [{name: hello, …}]', mend: mend.items },
    parts: 'items',
    inTarget: 'added',
    references: 'argument',
    perPlatform: true,
    synonyms: [],
  },
  files: {
    wording: { expects: 'a list', example: '- nginx.conf: /etc/nginx/nginx.conf', mend: mend.items },
    parts: 'items',
    inTarget: 'added',
    references: 'argument',
    perPlatform: true,
    synonyms: ['copy', 'add'],
  },
  certificates: {
    wording: {
      expects: 'a list of PEM files',
      example: 'certificates: [corp-ca.pem]',
      mend: mend.brackets('certificates'),
    },
    parts: 'items',
    inTarget: 'added',
    references: 'argument',
    perPlatform: true,
    synonyms: ['certificate', 'ca_certificates', 'ca-certificates'],
  },
  timezones: {
    wording: {
      expects: '"all", or a list of zones',
      example: 'timezones: [Europe/Berlin]',
      mend: mend.brackets('timezones'),
      variant: ({ kind }) => (kind === 'list' ? 1 : 0),
    },
    parts: 'none',
    inTarget: 'replaced',
    references: 'argument',
    perPlatform: false,
    synonyms: ['timezone', 'time_zones', 'tz'],
  },
  locales: {
    wording: {
      expects: 'a list of locales',
      example: 'locales: [de_DE.UTF-8]',
      mend: mend.brackets('locales'),
    },
    parts: 'items',
    inTarget: 'added',
    references: 'argument',
    perPlatform: false,
    synonyms: ['locale', 'languages'],
  },
  users: {
    wording: { expects: 'a list of accounts', example: '- {name: app, uid: 1000}', mend: mend.items },
    parts: 'items',
    inTarget: 'added',
    references: 'argument',
    perPlatform: true,
    synonyms: ['accounts'],
  },
  run: {
    wording: {
      expects: 'a list of commands',
      example: '- update-ca-certificates',
      fewer: 'put several commands into one script',
      mend: mend.items,
    },
    parts: 'items',
    inTarget: 'added',
    references: 'shell',
    perPlatform: true,
    synonyms: [],
  },

  entry: {
    wording: { expects: `the path of the program, ${COMMAND}`, example: 'entry: /usr/sbin/nginx' },
    parts: 'none',
    inTarget: 'replaced',
    references: 'shell',
    perPlatform: true,
    synonyms: ['entrypoint'],
  },
  command: {
    wording: { expects: COMMAND, example: 'command: ["-g", "daemon off;"]' },
    parts: 'none',
    inTarget: 'of-entry',
    references: 'shell',
    perPlatform: true,
    synonyms: ['cmd'],
  },
  check: {
    wording: {
      expects: 'a list of commands',
      example: '- nginx -t',
      fewer: 'put several commands into one script',
      mend: mend.items,
    },
    parts: 'items',
    inTarget: 'of-entry',
    references: 'shell',
    perPlatform: true,
    synonyms: ['test', 'tests'],
  },
  healthcheck: {
    wording: {
      expects: 'a map with "test"',
      example: 'healthcheck: {test: [CMD, /usr/bin/app, ping]}',
      mend: mend.healthcheck,
    },
    parts: 'none',
    inTarget: 'of-entry',
    references: 'shell',
    perPlatform: true,
    synonyms: [],
  },
  expose: {
    wording: { expects: 'a list of ports', example: 'expose: ["8080"]', mend: mend.brackets('expose') },
    parts: 'items',
    inTarget: 'of-entry',
    references: 'argument',
    perPlatform: true,
    synonyms: ['ports', 'port'],
  },
  stop_signal: {
    wording: {
      expects: 'the name of a signal, or its number',
      example: 'stop_signal: SIGTERM',
      explain: explainSignal,
    },
    parts: 'none',
    inTarget: 'of-entry',
    references: 'argument',
    perPlatform: true,
    synonyms: ['stopsignal'],
  },

  environment: {
    wording: { expects: 'a map, or a list of NAME=value', example: 'environment: {LANG: C.UTF-8}' },
    parts: 'names',
    inTarget: 'added',
    references: 'escaped',
    perPlatform: true,
    synonyms: ['env'],
  },
  user: {
    wording: { expects: 'a name, or numbers such as "1000:1000"', example: 'user: nonroot' },
    parts: 'none',
    inTarget: 'replaced',
    references: 'argument',
    perPlatform: true,
    synonyms: [],
  },
  working_dir: {
    wording: absolute('working_dir', 'working_dir: /srv'),
    parts: 'none',
    inTarget: 'replaced',
    references: 'argument',
    perPlatform: true,
    synonyms: ['workdir'],
  },
  volumes: {
    wording: {
      expects: 'a list of absolute paths',
      example: 'volumes: [/data]',
      mend: mend.brackets('volumes'),
    },
    parts: 'items',
    inTarget: 'added',
    references: 'argument',
    perPlatform: true,
    synonyms: [],
  },
  labels: {
    wording: {
      expects: 'a map, or a list of NAME=value',
      example: 'labels: {org.opencontainers.image.licenses: MIT}',
    },
    parts: 'names',
    inTarget: 'added',
    references: 'escaped',
    perPlatform: true,
    synonyms: ['label'],
  },

  keep: {
    wording: {
      expects: 'a list of globs',
      example: 'keep: [/usr/share/zoneinfo/**]',
      mend: mend.brackets('keep'),
    },
    parts: 'items',
    inTarget: 'added',
    references: 'argument',
    perPlatform: true,
    synonyms: ['include'],
  },
  drop: {
    wording: {
      expects: 'a list of globs',
      example: 'drop: [/usr/share/doc/**]',
      mend: mend.brackets('drop'),
    },
    parts: 'items',
    inTarget: 'added',
    references: 'argument',
    perPlatform: true,
    synonyms: ['exclude'],
  },
  prune: {
    wording: {
      expects: 'files, modules, packages or none',
      example: 'prune: modules',
      explain: explainPrune,
      mend: mend.prune,
    },
    parts: 'none',
    inTarget: 'replaced',
    references: 'argument',
    perPlatform: true,
    synonyms: [],
  },

  args: {
    wording: { expects: 'a map, or a list of NAME=value', example: 'args: {PORT: "8080"}' },
    parts: 'none',
    inTarget: 'refused',
    references: 'argument',
    perPlatform: true,
    synonyms: [],
  },
  targets: {
    wording: { expects: 'a map of targets', example: 'targets: {worker: {entry: /usr/bin/worker}}' },
    parts: 'none',
    inTarget: 'refused',
    references: 'argument',
    perPlatform: true,
    synonyms: [],
  },
} as const satisfies Readonly<Record<string, KeyFacts>>;

export type Key = keyof typeof KEYS;

/** Planned keys, with the workaround until then. */
export const PLANNED: Readonly<Record<string, string>> = {};

/** Returns the facts about a key; undefined if the Imagefile has no such key. */
export function factsOf(key: PropertyKey | undefined): KeyFacts | undefined {
  return typeof key === 'string' && isKey(key) ? KEYS[key] : undefined;
}

function isKey(name: string): name is Key {
  return Object.hasOwn(KEYS, name);
}

/** Returns the keys whose facts pass a test, in the order of the table. */
export function keysWhere(holds: (facts: KeyFacts) => boolean): string[] {
  return Object.entries<KeyFacts>(KEYS).flatMap(([key, facts]) => (holds(facts) ? [key] : []));
}
