import * as z from 'zod';
import { isSignal, SIGNAL } from '../values/signal.ts';
import * as syntax from '../values/syntax.ts';
import {
  commandLine,
  dictionary,
  filled,
  forGood,
  key,
  listOf,
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
 * The shape of an Imagefile, written once: it validates, and the JSON Schema and docs/reference.md are made from it.
 * Forms of single values are in forms.ts, other facts about keys in keys.ts and maps.ts, rules about two values in ../read.
 */
export const SuiteMap = z.strictObject(
  {
    suite: text('suite-name', syntax.SUITE)
      .optional()
      .meta({ description: 'Codename or suite name of the archive.', examples: ['trixie'] }),
    name: text('suite-name', syntax.SUITE).optional().meta({ description: 'Another word for `suite`.' }),
    mirror: text('mirror', syntax.MIRROR)
      .optional()
      .meta({
        description: 'Base URL of the archive. Without it the default mirror of debootstrap is used.',
        examples: ['http://mirror.example/debian'],
      }),
    components: listOf('components', text('component', syntax.COMPONENT))
      .min(1, rule('components'))
      .optional()
      .meta({ description: 'Parts of the archive to take packages from.', default: ['main'] }),
    snapshot: text('snapshot', syntax.SNAPSHOT)
      .optional()
      .meta({
        description:
          'Takes the archive as it was at that time, from `snapshot_mirror`; its date of expiry is not looked at.',
        examples: ['2026-01-01T00:00:00Z'],
      }),
    snapshot_mirror: text('snapshot-mirror', syntax.MIRROR)
      .optional()
      .meta({
        description:
          'Base URL of an archive of past states, which has `archive/debian/20260101T000000Z/` below it. Asked for `snapshot`, and for packages of a lock that the mirror no longer has; `--build-arg MIB_SNAPSHOT` wins.',
        examples: ['http://snapshot.example'],
      }),
  },
  rule('suite'),
);

export const RepositoryMap = z.strictObject(
  {
    url: text('repository-url', syntax.MIRROR).meta({
      description: 'Base URL of the repository: what `dists/` lies in.',
      examples: ['http://packages.example/debian'],
    }),
    suite: text('repository-suite', syntax.REPOSITORY_SUITE).meta({
      description: 'The folder below `dists/`.',
      examples: ['stable'],
    }),
    components: listOf('components', text('component', syntax.REPOSITORY_SUITE))
      .min(1, rule('components'))
      .optional()
      .meta({ description: 'Parts of the repository to take packages from.', default: ['main'] }),
    key: text('key', syntax.KEY).meta({
      description:
        'The OpenPGP key that signs it: a file of the build context, or the text of one, which begins with `-----BEGIN PGP PUBLIC KEY BLOCK-----`.',
      examples: ['keys/packages.asc'],
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
          'Name of the context that `from` is in, in place of the build context: `docker buildx build --build-context NAME=…` gives it, as a folder, an image, a git repository, an archive, or a target of bake.',
        examples: ['builder'],
      }),
    text: z.string(rule('text')).optional().meta({ description: 'The content itself, in place of `from`.' }),
    symlink: filled('symlink')
      .optional()
      .meta({
        description: 'Makes a symbolic link that says this, in place of `from`.',
        examples: ['../lib/app'],
      }),
    to: text('to', syntax.ABSOLUTE).meta({
      description: 'Where it goes. A `/` at the end means "into this folder".',
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

const Id = (name: RuleName) => z.int(rule(name)).min(1, rule(name)).max(4_294_967_294, rule(name));

export const UserMap = z.strictObject(
  {
    name: text('user-name', syntax.ACCOUNT_NAME).meta({
      description: 'The name of the account.',
      examples: ['app'],
    }),
    uid: Id('uid').meta({
      description: 'Its number. Files in volumes belong to it, so it is never guessed.',
      examples: [1000],
    }),
    gid: Id('gid')
      .optional()
      .meta({ description: 'The number of its group, which has the same name; the uid when absent.' }),
    home: text('home', syntax.ABSOLUTE)
      .optional()
      .meta({ description: 'Its home folder; `/home/NAME` when absent.' }),
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

/** What every variant of an image says, without what an Imagefile declares for all of them. */
export const Body = z
  .strictObject(
    {
      image: text('image', syntax.IMAGE)
        .optional()
        .meta({
          description:
            'The name that the image is published under: what `--call=outdated` compares with. It names no tag of a build; `--tag` does.',
          examples: ['registry.example/web:stable'],
        }),
      from: text('from', syntax.IMAGE)
        .optional()
        .meta({
          description:
            'An image to build upon, in place of debootstrap: `--build-context NAME=…`, a target of bake, or what the name means to Docker. It needs a dpkg database with all that its packages brought, so it is one that was not pruned (`prune: none`, `--target fat`). Only further packages are fetched. Without `entry`, the image starts as the one below does: a key of its configuration that is left out here means what it means there, and each that is written takes its place. With `entry`, only the environment is that of the image below. `environment` is always added to it, by name. What is not pruned shares the layers below and adds one.',
          examples: ['base', 'registry.example/base:stable'],
        }),
      suite: z
        .union([text('suite', syntax.SUITE), SuiteMap], rule('suite'))
        .optional()
        .meta({
          description:
            'The Debian or Ubuntu suite that packages come from. With `from`, it is that of the image below; to name another is an error.',
          default: 'trixie',
          examples: [{ suite: 'bookworm', components: ['main', 'contrib'] }],
        }),
      packages: listOf('packages', text('package', syntax.PACKAGE))
        .optional()
        .meta({
          description:
            'Packages to install, by their apt names. `name=version` pins a version, `name/suite` picks a suite, `name[amd64 arm64]` limits the line to platforms, `-name` keeps a package out.',
          default: [],
          examples: [['nginx-light', 'tzdata', 'libc6[amd64 arm64]', '-perl']],
        }),
      repositories: listOf('repositories', RepositoryMap)
        .optional()
        .meta({
          description:
            'Further apt repositories to take packages from. Each has a key of its own, which is good for no other; a repository without one is refused.',
          default: [],
          examples: [[{ url: 'http://packages.example/debian', suite: 'stable', key: 'keys/packages.asc' }]],
        }),
      recommends: z
        .boolean(rule('recommends'))
        .optional()
        .meta({ description: 'Whether recommended packages are installed too.', default: false }),
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
      users: listOf('users', UserMap)
        .optional()
        .meta({
          description: 'Accounts to create. `nonroot` (65532:65532, home `/home/nonroot`) always exists.',
          default: [],
          examples: [[{ name: 'app', uid: 1000 }]],
        }),
      run: listOf('run', RunItem)
        .optional()
        .meta({
          description:
            'Commands that run as root in the full tree, before pruning: in the order written, after `files`, in the `environment` of the image, without network and without a shell. What they make stays only if the program needs it, or `keep` names it. A map gives a command secrets, ssh agents and caches, of which nothing stays.',
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
          'Who runs the program: `nonroot`, `root`, a name from `users`, numbers such as `1000:1000`, or an account that a package makes or the image in `from` has.',
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
            'Folders of the image that hold data. Those that no package and no file makes belong to its user.',
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
            text('stop_signal', SIGNAL).refine(
              (value) => isSignal(value) || syntax.REFERENCE.test(value),
              rule('stop_signal'),
            ),
            z.int(rule('stop_signal')).min(1, rule('stop_signal')).max(64, rule('stop_signal')),
          ],
          rule('stop_signal'),
        )
        .optional()
        .meta({
          description: 'The signal that ends the program. Docker sends SIGTERM by itself.',
          examples: ['SIGQUIT'],
        }),
      healthcheck: HealthcheckMap.optional().meta({
        description:
          'How Docker tells whether the container is well. Words and durations are those of Compose. What it runs is kept in the image.',
      }),
      check: listOf('check', CheckItem)
        .optional()
        .meta({
          description:
            'Commands and requests that prove the image. They are traced to find what the program needs, and must succeed in the finished image; a failure ends the build. A plain string is a `run`. With `ready` or `get`, the program of the image is started, or what `start` says.',
          default: [],
          examples: [['nginx -t', { ready: 'http://127.0.0.1:8080/', get: ['/login'] }]],
        }),
      keep: listOf('keep', text('pattern', syntax.GLOB))
        .optional()
        .meta({
          description:
            'Globs over files that stay though no trace shows them; `pkg:NAME` is a whole package.',
          default: [],
          examples: [['/usr/share/zoneinfo/**', 'pkg:ca-certificates']],
        }),
      drop: listOf('drop', text('pattern', syntax.GLOB))
        .optional()
        .meta({
          description:
            'Globs over files that go, though a check, a rule or a package asks for them; `pkg:NAME` is a whole package. What the image does not run without cannot go.',
          default: [],
          examples: [['/usr/share/nginx/html/**']],
        }),
      prune: z.enum(['files', 'modules', 'packages', 'none'], rule('prune')).optional().meta({
        description:
          'How much goes: single `files` (what no check used goes, but for what a kept file names or cannot work without), whole `modules` (a standard library or plugin folder, and the configuration and data of the program, stay or go as one), whole `packages`, or `none`. `modules` with a check, `packages` without.',
      }),
    } satisfies Record<BodyKey, z.ZodType>,
    rule('imagefile'),
  )
  .meta({ title: 'Imagefile', description: 'What goes into an image, for the BuildKit frontend mib.' });

/** A target says what is other in it; of another suite, or upon another image, it would be another Imagefile. */
export const TargetMap = z.strictObject(
  Object.fromEntries(Object.entries(Body.shape).filter(([key]) => factsOf(key)?.inTarget !== 'refused')),
  rule('target'),
);

/** What a target makes of the keys, for docs/reference.md. */
function inTargets(): string {
  const added = keysWhere(({ inTarget, parts }) => inTarget === 'added' && parts !== 'names');
  const merged = keysWhere(({ inTarget, parts }) => inTarget === 'added' && parts === 'names');
  const refused = keysWhere(({ inTarget }) => inTarget === 'refused');
  const ofEntry = keysWhere(({ inTarget }) => inTarget === 'of-entry');
  return `A target has every key but ${listed(refused)}, and all that the Imagefile says besides: its ${listed(added)} are added, ${listed(merged)} too, by name; any other key is its own. With an \`entry\` of its own it has no ${listed(ofEntry)} but those that it says.`;
}

function listed(keys: readonly string[]): string {
  const names = keys.map((key) => `\`${key}\``);
  return [names.slice(0, -1).join(', '), ...names.slice(-1)].join(' and ');
}

/** What an Imagefile declares beside its own values. */
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
        'Arguments that `docker buildx build --build-arg NAME=value` sets, with their values where it does not: a map, or a list of `NAME=value`. Without a value, one must be given. `${NAME}` in any value stands for it, and `$${NAME}` for the text itself; in commands and texts, other names are left alone. What is built for and on needs no declaration: `TARGETPLATFORM` (`linux/arm/v7`), `TARGETOS`, `TARGETARCH` (`amd64`, `arm64`, `arm`, `386`), `TARGETVARIANT` (`v7`, often empty), and the same with `BUILD` for the machine that builds. `--build-arg` counts for more than these, and these for more than a value here. They may stand wherever they do not decide which packages are chosen.',
      default: {},
      examples: [{ FLAVOR: 'light', PORT: '8080' }],
    }),
  targets: z
    .record(key('target-name', syntax.TARGET), TargetMap, rule('targets'))
    .optional()
    .meta({
      description: `Further images from the same Imagefile, by the name that \`--target\` takes. ${inTargets()} \`thin\`, \`fat\`, \`debug\`, \`tree\` and \`report\` exist always.`,
      default: {},
      examples: [{ worker: { packages: ['jq'], entry: '/usr/bin/jq', check: ['jq --version'] } }],
    }),
} satisfies Record<Exclude<Key, BodyKey>, z.ZodType>);

export const Imagefile = Body.extend(Declarations.shape).meta({ ...Body.meta() });

export type Shape = z.infer<typeof Body>;

/** JSON Schema draft 7 of the Imagefile: what editors read, and what `--call=schema` prints. */
export function jsonSchema(): Record<string, unknown> {
  const { '~standard': _, ...schema } = z.toJSONSchema(Imagefile, { target: 'draft-07', io: 'input' });
  return schema;
}
