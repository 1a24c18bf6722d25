import * as z from 'zod';
import { SIGNAL } from '../values/signal.ts';
import * as syntax from '../values/syntax.ts';
import {
  commandLine,
  dictionary,
  filled,
  forGood,
  key,
  listOf,
  MOST_CONTAINERS,
  MOST_TARGETS,
  Owner,
  orReference,
  rule,
  Scalar,
  text,
} from './forms.ts';
import { factsOf, type Key, keysWhere } from './keys.ts';
import { Build } from './schema-build.ts';
import { CheckItem, HealthcheckMap } from './schema-check.ts';
import { RunItem } from './schema-command.ts';
import type { FileKey, RuleName } from './wording.ts';

/**
 * The shape of an Imagefile. It validates, and the JSON Schema and docs/reference.md are generated from it.
 * Value types are in forms.ts, other facts about keys in keys.ts and maps.ts, rules about several values in ../read.
 */
export const SuiteMap = z.strictObject(
  {
    suite: text('suite-name', syntax.SUITE)
      .optional()
      .meta({ description: 'Codename or suite name of the archive.', examples: ['trixie'] }),
    name: text('suite-name', syntax.SUITE).optional().meta({ description: 'Another name for `suite`.' }),
    mirror: text('mirror', syntax.MIRROR)
      .optional()
      .meta({
        description: 'Base URL of the archive; the default mirror of debootstrap when absent.',
        examples: ['http://mirror.example/debian'],
      }),
    components: listOf('components', text('component', syntax.COMPONENT))
      .min(1, rule('components'))
      .optional()
      .meta({ description: 'Components of the archive to take packages from.', default: ['main'] }),
    snapshot: text('snapshot', syntax.SNAPSHOT)
      .optional()
      .meta({
        description: 'Takes the archive as of this time, from `snapshot_mirror`. Its expiry date is ignored.',
        examples: ['2026-01-01T00:00:00Z'],
      }),
    snapshot_mirror: text('snapshot-mirror', syntax.MIRROR)
      .optional()
      .meta({
        description:
          'Base URL of a snapshot archive, which contains `archive/debian/20260101T000000Z/`. Used for `snapshot`, and for locked packages that the mirror no longer has. `--build-arg MIB_SNAPSHOT` takes precedence.',
        examples: ['http://snapshot.example'],
      }),
  },
  rule('suite'),
);

export const RepositoryMap = z.strictObject(
  {
    url: text('repository-url', syntax.MIRROR).meta({
      description: 'Base URL of the repository, which contains `dists/`.',
      examples: ['http://packages.example/debian'],
    }),
    suite: text('repository-suite', syntax.REPOSITORY_SUITE).meta({
      description: 'Folder in `dists/`.',
      examples: ['stable'],
    }),
    components: listOf('components', text('component', syntax.REPOSITORY_SUITE))
      .min(1, rule('components'))
      .optional()
      .meta({ description: 'Components of the repository to take packages from.', default: ['main'] }),
    key: text('key', syntax.KEY).meta({
      description:
        'OpenPGP key that signs the repository: a file of the build context, or the text of one, which begins with `-----BEGIN PGP PUBLIC KEY BLOCK-----`.',
      examples: ['keys/packages.asc'],
    }),
    override: z.boolean(rule('override')).optional().meta({
      description:
        'Whether the repository may replace packages of Debian with its own. If not, it gives only the packages that `packages` names, and those that they need and Debian does not have.',
      default: false,
    }),
  },
  rule('repository'),
);

export const FileMap = z.strictObject(
  {
    from: text('file-from', syntax.RELATIVE)
      .optional()
      .meta({ description: 'A file or folder of the build context.', examples: ['conf/nginx.conf'] }),
    context: text('context', syntax.CONTEXT)
      .optional()
      .meta({
        description:
          'Name of the context that contains `from`; the build context when absent. `docker buildx build --build-context NAME=…` provides it: a folder, an image, a git repository, an archive, or a target of bake.',
        examples: ['builder'],
      }),
    text: z.string(rule('text')).optional().meta({ description: 'Content of the file, in place of `from`.' }),
    symlink: filled('symlink')
      .optional()
      .meta({
        description: 'Target of a symbolic link to make, in place of `from`.',
        examples: ['../lib/app'],
      }),
    to: text('to', syntax.ABSOLUTE).meta({
      description: 'Path in the image. A trailing `/` means "into this folder".',
      examples: ['/etc/nginx/nginx.conf'],
    }),
    owner: Owner.optional().meta({
      description: '`name`, `name:group`, or numbers.',
      default: 'root',
      examples: ['nonroot', '1000:1000'],
    }),
    mode: text('mode', syntax.MODE)
      .optional()
      .meta({ description: 'Permissions in octal digits, in quotes.', examples: ['0644', '0755'] }),
  } satisfies Record<FileKey, z.ZodType>,
  rule('file'),
);

const FilePair = z
  .record(
    z.string(rule('file-from')).regex(syntax.RELATIVE, { ...rule('file-from'), ...forGood }),
    z.string(rule('to')).regex(orReference(syntax.ABSOLUTE), { ...rule('to'), ...forGood }),
  )
  .refine((pair) => Object.keys(pair).length === 1, { ...rule('file-pair'), ...forGood })
  .meta({
    description: '`source: target`.',
    minProperties: 1,
    maxProperties: 1,
    examples: [{ 'nginx.conf': '/etc/nginx/nginx.conf' }],
  });

export const FileItem = z.union([FileMap, FilePair], rule('file'));

export const CertificateMap = z.strictObject(
  {
    from: text('certificate-from', syntax.RELATIVE)
      .optional()
      .meta({ description: 'A PEM file of the build context.', examples: ['corp-ca.pem'] }),
    text: z
      .string(rule('certificate-text'))
      .optional()
      .meta({ description: 'The certificates themselves in PEM form, in place of `from`.' }),
    build: z.boolean(rule('certificate-build')).optional().meta({
      description: 'Whether the commands of `fetch` trust them, too.',
      default: false,
    }),
  },
  rule('certificate'),
);

const CertificateItem = z.union(
  [text('certificate-from', syntax.RELATIVE), CertificateMap],
  rule('certificate'),
);

const Id = (name: RuleName) => z.int(rule(name)).min(1, rule(name)).max(4_294_967_294, rule(name));

export const UserMap = z.strictObject(
  {
    name: text('user-name', syntax.ACCOUNT_NAME).meta({
      description: 'Name of the account.',
      examples: ['app'],
    }),
    uid: Id('uid').meta({
      description: 'User id. Files in volumes belong to it, so it has no default.',
      examples: [1000],
    }),
    gid: Id('gid')
      .optional()
      .meta({ description: 'Id of its group, which has the same name; the uid when absent.' }),
    home: text('home', syntax.HOME)
      .optional()
      .meta({ description: 'Home folder; `/home/NAME` when absent.' }),
  },
  rule('user-map'),
);

const Port = z.union(
  [text('port', syntax.PORT), z.int(rule('port')).min(1, rule('port')).max(65_535, rule('port'))],
  rule('port'),
);
const UserName = z.union(
  [text('user', syntax.OWNER), z.int(rule('user')).min(0, rule('user'))],
  rule('user'),
);

type BodyKey = Exclude<Key, 'args' | 'targets'>;

/** The most accounts. Each is created by a program that reads those before it. */
const MOST_USERS = 1000;

/** The keys of an Imagefile without `args` and `targets`. */
export const Body = z
  .strictObject(
    {
      image: text('image', syntax.IMAGE)
        .optional()
        .meta({
          description:
            'Name that the image is published under, for `--call=outdated` to compare with. It does not tag the build; `--tag` does.',
          examples: ['registry.example/web:stable'],
        }),
      from: text('from', syntax.IMAGE)
        .optional()
        .meta({
          description:
            'The base image: a `--build-context NAME=…`, a target of bake, or an image as Docker finds it; `scratch` is empty. Without it, debootstrap makes a minimal Debian. Without `packages`, any image can be the base image: Debian, Ubuntu, Alpine, Wolfi, Fedora, distroless, one without a package database, or a pruned one. The package database of the result has the format of the base image. `packages` requires Debian or Ubuntu with apt, unpruned (`prune: none`, `--target fat`); only missing packages are fetched. `environment` is added to that of the base image. Without `entry`, the image starts as its base image does: each config key that is left out has the value of the base image, and each that is written replaces it. With `entry`, the rest of the config comes from this Imagefile. An unpruned result shares the layers of the base image and adds one.',
          examples: ['base', 'registry.example/base:stable'],
        }),
      suite: z
        .union([text('suite', syntax.SUITE), SuiteMap], rule('suite'))
        .optional()
        .meta({
          description:
            'Debian or Ubuntu suite of the packages. With `from`, it is that of the base image, and any other is an error.',
          default: 'trixie',
          examples: [{ suite: 'bookworm', components: ['main', 'contrib'] }],
        }),
      packages: listOf('packages', text('package', syntax.PACKAGE))
        .optional()
        .meta({
          description:
            'Packages to install, by their apt names. `name=version` pins a version, `name/suite` picks a suite, `name[amd64 arm64]` limits the line to platforms, `-name` excludes a package.',
          default: [],
          examples: [['nginx-light', 'tzdata', 'libc6[amd64 arm64]', '-perl']],
        }),
      repositories: listOf('repositories', RepositoryMap)
        .optional()
        .meta({
          description:
            'Additional apt repositories to take packages from. Each requires its own key, which is trusted for that repository only.',
          default: [],
          examples: [[{ url: 'http://packages.example/debian', suite: 'stable', key: 'keys/packages.asc' }]],
        }),
      recommends: z
        .boolean(rule('recommends'))
        .optional()
        .meta({ description: 'Whether to install recommended packages, too.', default: false }),
      build: Build,
      files: listOf('files', FileItem)
        .optional()
        .meta({
          description:
            'Files and folders of the build context, texts and symbolic links to put into the image. An entry is `source: target`, or a map.',
          default: [],
          examples: [
            [
              { 'nginx.conf': '/etc/nginx/nginx.conf' },
              { from: 'site', to: '/srv/www/', owner: 'nonroot' },
              { to: '/etc/motd', text: 'hello\n', mode: '0644' },
              { to: '/var/www', symlink: '/srv/www' },
            ],
          ],
        }),
      certificates: listOf('certificates', CertificateItem)
        .optional()
        .meta({
          description:
            'Certificates of authorities (CA) that the programs of the image trust, beside those that it has: PEM files of the build context, with one or more certificates each. They are added to the bundle of OpenSSL, GnuTLS and Go, to the truststore of each Java runtime, and to the bundles of certifi in Python. An image without a bundle gets one with only these. A map with `build: true` makes the commands of `fetch` trust them, too.',
          default: [],
          examples: [['corp-ca.pem', { from: 'proxy-ca.pem', build: true }]],
        }),
      timezones: z
        .union(
          [z.literal('all', rule('timezones')), listOf('timezones', text('timezone', syntax.TIMEZONE))],
          rule('timezones'),
        )
        .optional()
        .meta({
          description:
            'Time zones to keep: their names, or `all`. They come from the package tzdata, and old names such as `US/Eastern` from tzdata-legacy, which need not be in `packages`. With `from` and without `packages`, they come from the base image. Without this key, all zones of tzdata stay if the package is in `packages` or the program uses one.',
          examples: [['Europe/Berlin', 'UTC']],
        }),
      locales: listOf('locales', text('locale', syntax.LOCALE))
        .optional()
        .meta({
          description:
            'Locales of glibc to compile, by the names in `/usr/share/i18n/SUPPORTED`, and the translations of the kept programs for them. They come from the package locales, which need not be in `packages`. With `from` and without `packages`, they come from the base image. `environment: {LANG: …}` selects one.',
          default: [],
          examples: [['de_DE.UTF-8']],
        }),
      users: listOf('users', UserMap)
        .max(MOST_USERS, rule('users'))
        .optional()
        .meta({
          description:
            'Accounts to create. `nonroot` (65532:65532, home `/home/nonroot`) always exists. At most 1000.',
          default: [],
          examples: [[{ name: 'app', uid: 1000 }]],
        }),
      run: listOf('run', RunItem)
        .max(MOST_CONTAINERS, rule('run'))
        .optional()
        .meta({
          description:
            'Commands that run as root in the full tree, before pruning: in order, after `files`, in the `environment` of the image, without network and without a shell. Files that they make stay only if the program needs them or `keep` names them. A map gives a command secrets, ssh agents and caches, which leave nothing in the image. At most 100.',
          default: [],
          examples: [
            [
              'sh -c "app --make-index >/srv/index"',
              ['app', '--warm up'],
              { run: 'app --fill /srv/data', secrets: ['token'], cache: ['/var/cache/app'] },
            ],
          ],
        }),
      entry: commandLine('entry')
        .optional()
        .meta({
          description:
            'The program: a path, a command line (split into words; quotes work, nothing is expanded), or a list. It begins with an absolute path. Required unless `prune` is `none`, or `from` names an image that has a program.',
          examples: ['/usr/sbin/nginx'],
        }),
      command: z
        .union([z.string(rule('command')), z.array(z.string(rule('word')), rule('command'))], rule('command'))
        .optional()
        .meta({
          description:
            'Arguments of `entry` that `docker run` can replace. Without `entry`, those of the entrypoint of the image in `from`.',
          default: [],
          examples: [['-g', 'daemon off;']],
        }),
      environment: dictionary(
        'environment',
        'variable',
        syntax.VARIABLE,
        'variable-value',
        'variable-line',
        syntax.VARIABLE_LINE,
      )
        .optional()
        .meta({
          description: 'Environment variables, as a map or as a list of `NAME=value`. `$$` stands for `$`.',
          default: {},
          examples: [{ LANG: 'C.UTF-8' }],
        }),
      user: UserName.optional().meta({
        description:
          'Account that runs the program: `nonroot`, `root`, a name from `users`, numbers such as `1000:1000`, an account that a package creates, or one of the base image.',
        default: 'nonroot',
      }),
      working_dir: text('working_dir', syntax.ABSOLUTE)
        .optional()
        .meta({ description: 'The folder that the program starts in.', default: '/' }),
      expose: listOf('expose', Port)
        .optional()
        .meta({
          description: 'Ports that the program listens on: `8080`, `53/udp`, `8000-8010`.',
          default: [],
          examples: [['8080', '53/udp']],
        }),
      volumes: listOf('volumes', text('volume', syntax.ABSOLUTE))
        .optional()
        .meta({
          description:
            'Folders of the image that hold data. Those that no package and no file creates belong to `user`.',
          default: [],
          examples: [['/data']],
        }),
      labels: dictionary('labels', 'label', syntax.LABEL, 'label-value', 'label-line', syntax.LABEL_LINE)
        .optional()
        .meta({
          description: 'Labels, as a map or as a list of `NAME=value`. `$$` stands for `$`.',
          default: {},
          examples: [{ 'org.opencontainers.image.licenses': 'MIT' }],
        }),
      stop_signal: z
        .union(
          [
            text('stop_signal', SIGNAL),
            z.int(rule('stop_signal')).min(1, rule('stop_signal')).max(64, rule('stop_signal')),
          ],
          rule('stop_signal'),
        )
        .optional()
        .meta({
          description: 'Signal that stops the program. Docker sends SIGTERM by default.',
          examples: ['SIGQUIT'],
        }),
      healthcheck: HealthcheckMap.optional().meta({
        description:
          'Health check of the container, with the keys and durations of Compose. The program that it runs is kept in the image.',
      }),
      check: listOf('check', CheckItem)
        .max(MOST_CONTAINERS, rule('check'))
        .optional()
        .meta({
          description:
            'Commands and requests that test the image. They are traced to find what the program needs, and must succeed in the finished image, or the build fails. A plain string is a `run`. With `ready` or `get`, the program of the image is started, or the one in `start`. At most 100.',
          default: [],
          examples: [['nginx -t', { ready: 'http://127.0.0.1:8080/', get: ['/login'] }]],
        }),
      keep: listOf('keep', text('pattern', syntax.GLOB))
        .optional()
        .meta({
          description: 'Globs of files that stay even if no trace shows them; `pkg:NAME` is a whole package.',
          default: [],
          examples: [['/usr/share/zoneinfo/**', 'pkg:ca-certificates']],
        }),
      drop: listOf('drop', text('pattern', syntax.GLOB))
        .optional()
        .meta({
          description:
            'Globs of files to remove even if a check, a rule or a package requires them; `pkg:NAME` is a whole package. Files that the image cannot run without cannot be dropped.',
          default: [],
          examples: [['/usr/share/nginx/html/**']],
        }),
      prune: z.enum(['files', 'modules', 'packages', 'none'], rule('prune')).optional().meta({
        description:
          "Unit of pruning: single `files` (removes what no check used, except what a kept file names or needs), whole `modules` (a standard library or plugin folder, a distribution of Python or Perl, a gem, and the configuration and data of the program, stay or go as one), whole `packages`, or `none`. Without a value, `modules` if there is a check, else `packages`. With `from`, files that no package owns outside the system's folders are the application and stay whole, except for known junk; `files` keeps of it what the checks used. Of the folders that `files` and `output` bring, `files` leaves out the dependencies (packages of npm, distributions of Python, gems, jars) that no check used, no kept one requires and the application does not import. At `files` and `modules`, what is never run of an application's dependencies is left out (tests, type declarations, source maps, sources of compiled addons), unless `files` or `keep` names it.",
      }),
    } satisfies Record<BodyKey, z.ZodType>,
    rule('imagefile'),
  )
  .meta({ title: 'Imagefile', description: 'Contents of an image, for the BuildKit frontend mib.' });

/** A target has every key but those shared by all targets, such as `suite` and `from`. */
export const TargetMap = z.strictObject(
  Object.fromEntries(Object.entries(Body.shape).filter(([key]) => factsOf(key)?.inTarget !== 'refused')),
  rule('target'),
);

/** Returns the sentences of docs/reference.md on how a target uses each key. */
function inTargets(): string {
  const added = keysWhere(({ inTarget, parts }) => inTarget === 'added' && parts !== 'names');
  const merged = keysWhere(({ inTarget, parts }) => inTarget === 'added' && parts === 'names');
  const refused = keysWhere(({ inTarget }) => inTarget === 'refused');
  const ofEntry = keysWhere(({ inTarget }) => inTarget === 'of-entry');
  return `A target may have every key except ${listed(refused)}, and inherits the others from the Imagefile. Its ${listed(added)} are added to the inherited ones, its ${listed(merged)} are merged by name, and any other key replaces the inherited value. A target with its own \`entry\` does not inherit ${listed(ofEntry)}.`;
}

function listed(keys: readonly string[]): string {
  const names = keys.map((key) => `\`${key}\``);
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].join(' and ');
}

/** The keys that declare arguments and targets. */
export const Declarations = z.object({
  args: z
    .union(
      [
        z.record(
          key('argument', syntax.VARIABLE),
          z.union([Scalar('argument-value'), z.null()], rule('argument-value')),
        ),
        listOf('args', key('argument-line', syntax.ARGUMENT_LINE)),
      ],
      rule('args'),
    )
    .optional()
    .meta({
      description:
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the notation of the Imagefile
        'Arguments for `docker buildx build --build-arg NAME=value`, with their defaults: a map, or a list of `NAME=value`. An argument without a default is required. In any value, `${NAME}` is replaced by the argument, and `$${NAME}` is the text `${NAME}`; in commands and texts, other names are left unchanged. The platforms need no declaration: `TARGETPLATFORM` (`linux/arm/v7`), `TARGETOS`, `TARGETARCH` (`amd64`, `arm64`, `arm`, `386`), `TARGETVARIANT` (`v7`, often empty), and the same with `BUILD` for the build machine. `--build-arg` takes precedence over these, and these over a default. They are allowed wherever they do not decide which packages are chosen.',
      default: {},
      examples: [{ FLAVOR: 'light', PORT: '8080' }],
    }),
  targets: z
    .record(key('target-name', syntax.TARGET), TargetMap, rule('targets'))
    .optional()
    .meta({
      description: `Additional images from the same Imagefile, by the name for \`--target\`. ${inTargets()} \`thin\`, \`fat\`, \`debug\`, \`tree\` and \`report\` always exist. At most ${MOST_TARGETS}.`,
      default: {},
      examples: [{ worker: { packages: ['jq'], entry: '/usr/bin/jq', check: ['jq --version'] } }],
    }),
} satisfies Record<Exclude<Key, BodyKey>, z.ZodType>);

export const Imagefile = Body.extend(Declarations.shape).meta({ ...Body.meta() });

export type Shape = z.infer<typeof Body>;

/** Returns the JSON Schema (draft 7) of the Imagefile, for editors and `--call=schema`. */
export function jsonSchema(): Record<string, unknown> {
  const { '~standard': _, ...schema } = z.toJSONSchema(Imagefile, { target: 'draft-07', io: 'input' });
  return schema;
}
