import type * as z from 'zod';
import type { Path } from '../text/tree.ts';
import { factsOf, type Key, PLANNED, type References } from './keys.ts';
import { CertificateMap, FileMap, Imagefile, RepositoryMap, SuiteMap, TargetMap, UserMap } from './schema.ts';
import { BuildMap, FetchMap, OutputMap, SourceMap } from './schema-build.ts';
import { CheckMap, GetMap, HealthcheckMap, LogMap } from './schema-check.ts';
import { CacheMap, RunMap, SecretMap, SshMap } from './schema-command.ts';

/** MapFacts are the facts about a map with fixed keys: the Imagefile, or a map within it. */
export interface MapFacts {
  /** Its name in messages; absent for the Imagefile. */
  readonly name?: string;
  /** Its keys, in the order of the schema. */
  readonly known: readonly string[];
  readonly keys: Readonly<Record<string, MapKey>>;
  /** Planned keys, with the workaround until then. */
  readonly planned: Readonly<Record<string, string>>;
  /** Whether an entry may be `source: target` instead. */
  readonly hasPairs: boolean;
  /** Whether the value is a map of such maps, by names the user chose. */
  readonly isNamed: boolean;
}

/** MapKey has the facts about a key of such a map. Absent ones are inherited from the key that holds the map. */
interface MapKey {
  readonly synonyms?: readonly string[];
  readonly example?: string;
  readonly references?: References;
  readonly perPlatform?: boolean;
  /** The facts about its value, where that may be a map or a list of maps. */
  readonly map?: MapFacts;
}

/** KeysOf has the facts about each key of a shape. Required keys need an example. */
type KeysOf<Shape> = {
  readonly [Key in keyof Shape]-?: undefined extends Shape[Key]
    ? MapKey
    : MapKey & { readonly example: string };
};

function mapOf<Shape extends z.ZodRawShape>(
  name: string,
  { shape }: z.ZodObject<Shape>,
  keys: KeysOf<z.infer<z.ZodObject<Shape>>>,
  more: Partial<Pick<MapFacts, 'planned' | 'hasPairs' | 'isNamed'>> = {},
): MapFacts {
  const own: Readonly<Record<string, MapKey>> = keys;
  return {
    name,
    known: Object.keys(shape),
    keys: own,
    planned: {},
    hasPairs: false,
    isNamed: false,
    ...more,
  };
}

const SUITE = mapOf('suite', SuiteMap, {
  suite: {},
  name: {},
  mirror: { synonyms: ['url'] },
  components: { synonyms: ['component'] },
  snapshot: {},
  snapshot_mirror: {},
});

const REPOSITORY = mapOf('a repository', RepositoryMap, {
  url: { synonyms: ['uri', 'mirror'], example: 'http://packages.example/debian' },
  suite: { synonyms: ['distribution'], example: 'stable' },
  components: { synonyms: ['component'] },
  key: { synonyms: ['signed-by', 'signed_by', 'keyring'], example: 'keys/packages.asc' },
  override: { synonyms: ['replace'] },
});

const FILE = mapOf(
  'a file',
  FileMap,
  {
    from: { synonyms: ['source', 'src'] },
    context: {},
    text: { synonyms: ['content'], references: 'shell' },
    symlink: { synonyms: ['link'] },
    to: { synonyms: ['target', 'dest', 'dst'], example: '/etc/app.conf' },
    owner: { synonyms: ['user', 'chown'] },
    mode: { synonyms: ['chmod'] },
  },
  { hasPairs: true },
);

const CERTIFICATE = mapOf('a certificate', CertificateMap, {
  from: { synonyms: ['file', 'source', 'path'] },
  text: { synonyms: ['content'] },
  build: { synonyms: ['fetch'] },
});

const USER = mapOf('a user', UserMap, {
  name: { synonyms: ['user'], example: 'app' },
  uid: { synonyms: ['id'], example: '1000' },
  gid: {},
  home: {},
});

const SECRET = mapOf('a secret', SecretMap, {
  id: { synonyms: ['source', 'name'], example: 'token' },
  target: { synonyms: ['dst', 'destination', 'path', 'file'] },
  env: {},
  required: {},
});

const SSH = mapOf('an ssh agent', SshMap, {
  id: {},
  target: { synonyms: ['dst', 'destination'] },
  required: {},
});

const CACHE = mapOf('a cache', CacheMap, {
  target: { synonyms: ['dst', 'destination', 'path'], example: '/var/cache/app' },
  id: {},
  sharing: {},
});

const RUN = mapOf('a command of run', RunMap, {
  run: { synonyms: ['command', 'cmd'], example: 'app --fill /srv/data' },
  secrets: { synonyms: ['secret'], references: 'argument', map: SECRET },
  ssh: { references: 'argument', map: SSH },
  cache: { synonyms: ['caches'], references: 'argument', map: CACHE },
});

const SOURCE = mapOf('source', SourceMap, {
  git: { synonyms: ['url', 'repository'], perPlatform: false },
  ref: { synonyms: ['tag', 'branch'], perPlatform: false },
  commit: { perPlatform: false },
  key: { synonyms: ['signed-by', 'signed_by', 'keyring'] },
  context: { synonyms: ['path', 'local'] },
  http: {},
  sha256: { synonyms: ['checksum'] },
  signature: {},
  folder: { synonyms: ['subdir'] },
});

const FETCH = mapOf('fetch', FetchMap, {
  files: { example: '[go.mod, go.sum]' },
  run: { map: RUN },
});

const OUTPUT = mapOf(
  'an output',
  OutputMap,
  {
    from: { synonyms: ['source'], example: 'build/hello' },
    to: { synonyms: ['target', 'dest'], example: '/etc/app.conf' },
    owner: { synonyms: ['chown'] },
    mode: { synonyms: ['chmod'] },
  },
  { hasPairs: true },
);

const BUILD = mapOf('a build', BuildMap, {
  name: { example: 'app', perPlatform: false },
  from: { synonyms: ['image', 'base'], perPlatform: false },
  source: { example: '{context: .}', map: SOURCE },
  packages: { synonyms: ['install'], perPlatform: false },
  environment: { synonyms: ['env'], references: 'escaped' },
  fetch: { references: 'shell', map: FETCH },
  prepare: { references: 'shell', map: RUN },
  run: { synonyms: ['command', 'commands'], references: 'shell', map: RUN },
  output: { synonyms: ['outputs', 'files'], example: '[hello: /usr/bin/hello]', map: OUTPUT },
});

const HEALTHCHECK = mapOf(
  'healthcheck',
  HealthcheckMap,
  {
    test: { synonyms: ['command'] },
    disable: {},
    interval: {},
    timeout: {},
    start_period: { synonyms: ['startperiod'] },
    retries: {},
  },
  { planned: { start_interval: 'leave it out: "interval" applies from the start' } },
);

const READY = mapOf('ready', LogMap, { log: { example: 'ready to accept connections' } });

const GET = mapOf('a request', GetMap, {
  path: { synonyms: ['url', 'uri'], example: '/login' },
  status: { synonyms: ['code', 'expect'] },
  method: {},
  header: { synonyms: ['headers'] },
  body: { synonyms: ['data', 'json'] },
  contains: { synonyms: ['text', 'matches'] },
});

const CHECK = mapOf(
  'a check',
  CheckMap,
  {
    run: { synonyms: ['command', 'cmd'] },
    start: { synonyms: ['daemon'] },
    ready: { synonyms: ['wait'], map: READY },
    get: { synonyms: ['request', 'requests', 'http', 'urls'], map: GET },
    timeout: {},
  },
  { planned: { stop: 'leave it out: the daemon is ended with "stop_signal"' } },
);

const TARGET = mapOf('a target', TargetMap, {}, { isNamed: true });

/** The maps within the values of the Imagefile, by key. */
const MAPS: Readonly<Partial<Record<Key, MapFacts>>> = {
  suite: SUITE,
  repositories: REPOSITORY,
  build: BUILD,
  files: FILE,
  certificates: CERTIFICATE,
  users: USER,
  run: RUN,
  healthcheck: HEALTHCHECK,
  check: CHECK,
  targets: TARGET,
};

const mapsByKey: ReadonlyMap<string, MapFacts> = new Map(Object.entries(MAPS));

export const IMAGEFILE: MapFacts = {
  known: Object.keys(Imagefile.shape),
  keys: Object.fromEntries(
    Object.keys(Imagefile.shape).map((key) => {
      const map = mapsByKey.get(key);
      return [key, { ...factsOf(key), ...(map === undefined ? {} : { map }) }];
    }),
  ),
  planned: PLANNED,
  hasPairs: false,
  isNamed: false,
};

/** ValueFacts are the facts about the value at a path. */
export interface ValueFacts {
  readonly references: References;
  readonly perPlatform: boolean;
  /** Set where the value is, or may be, a map. */
  readonly map?: MapFacts;
}

/** Returns the facts about the value at a path of the Imagefile. */
export function factsAt(path: Path): ValueFacts {
  let found: ValueFacts = { references: 'argument', perPlatform: true, map: IMAGEFILE };
  let isName = false;
  for (const step of path) {
    if (typeof step !== 'string') continue;
    const { map, references, perPlatform } = found;
    if (isName) isName = false;
    else {
      const key = map !== undefined && Object.hasOwn(map.keys, step) ? map.keys[step] : undefined;
      found = {
        references: key?.references ?? references,
        perPlatform: key?.perPlatform ?? perPlatform,
        ...(key?.map === undefined ? {} : { map: key.map }),
      };
      isName = key?.map?.isNamed === true;
    }
  }
  return found;
}
