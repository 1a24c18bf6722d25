import * as z from 'zod';
import * as syntax from '../values/syntax.ts';
import { dictionary, forGood, listOf, MOST_CONTAINERS, Owner, orReference, rule, text } from './forms.ts';
import { RunItem } from './schema-command.ts';
import type { OutputKey } from './wording-build.ts';

/** Shapes of an entry of `build:`. */

export const SourceMap = z.strictObject(
  {
    git: text('git', syntax.GIT)
      .optional()
      .meta({
        description: 'URL of a git repository.',
        examples: ['https://git.example/hello.git'],
      }),
    ref: text('ref', syntax.GIT_REF)
      .optional()
      .meta({
        description: 'Tag or branch of the repository; its default branch when absent.',
        examples: ['v2.12'],
      }),
    commit: text('commit', syntax.COMMIT).optional().meta({
      description:
        'Full hash of the commit that `ref` must point to. It fixes the source, as a lock does, and the repository is not contacted if nothing changed.',
    }),
    key: text('key', syntax.KEY)
      .optional()
      .meta({
        description:
          'OpenPGP keys: a file of the build context, or the text of one. One of them must have signed the commit, the tag that `ref` names, or the archive; otherwise the build fails.',
        examples: ['keys/hello.asc'],
      }),
    context: text('source-context', syntax.RELATIVE)
      .optional()
      .meta({
        description: 'Folder of the build context; `.` for all of it.',
        examples: ['src'],
      }),
    http: text('source-http', syntax.ARCHIVE)
      .optional()
      .meta({
        description:
          'URL of a tar archive, optionally compressed (gzip, bzip2, xz, zstd). If it has a single top folder, that is the source.',
        examples: ['https://files.example/hello-2.12.tar.gz'],
      }),
    sha256: text('sha256', syntax.SHA256).optional().meta({
      description: 'Checksum of the archive; required with `http`.',
    }),
    signature: text('signature', syntax.ARCHIVE)
      .optional()
      .meta({
        description:
          'URL of the detached signature of the archive (`.asc`, `.sig`); requires `key`. Every build checks whether it has changed.',
        examples: ['https://files.example/hello-2.12.tar.gz.asc'],
      }),
    folder: text('source-folder', syntax.RELATIVE)
      .optional()
      .meta({
        description: 'Folder of the repository or archive that is the source; the top folder when absent.',
        examples: ['src'],
      }),
  },
  rule('source'),
);

export const FetchMap = z.strictObject(
  {
    files: listOf('fetch-files', text('fetch-file', syntax.RELATIVE))
      .optional()
      .meta({
        description:
          'Files of the source that determine what is fetched, such as a lock file of the language: paths, or globs. `*` is any name in a folder, `**` any folders. The commands of `fetch` and `prepare` see only these files, so they run again only when one of them changes.',
        default: [],
        examples: [
          ['go.mod', 'go.sum'],
          ['package-lock.json', '**/package.json'],
        ],
      }),
    run: listOf('run', RunItem)
      .min(1, rule('run'))
      .max(MOST_CONTAINERS, rule('run'))
      .optional()
      .meta({
        description:
          'Commands that may use the network. They may be left out if there is `prepare`. The proxy of `--build-arg HTTP_PROXY=…`, `HTTPS_PROXY` and `NO_PROXY` is in their environment; it is not part of the cache key, and never in the image.',
        examples: [['go mod download']],
      }),
  },
  rule('fetch'),
);

export const OutputMap = z.strictObject(
  {
    from: text('output-from', syntax.INSIDE).meta({
      description:
        'A file or folder that the commands made: relative to the folder of the source, or an absolute path.',
      examples: ['build/hello'],
    }),
    to: text('to', syntax.ABSOLUTE).meta({
      description: 'Path in the image. A trailing `/` means "into this folder".',
      examples: ['/usr/bin/hello'],
    }),
    owner: Owner.optional().meta({
      description: '`name`, `name:group`, or numbers.',
      default: 'root',
      examples: ['nonroot'],
    }),
    mode: text('mode', syntax.MODE)
      .optional()
      .meta({ description: 'Permissions in octal digits, in quotes.', examples: ['0755'] }),
  } satisfies Record<OutputKey, z.ZodType>,
  rule('output-item'),
);

const OutputPair = z
  .record(
    z.string(rule('output-from')).regex(syntax.INSIDE, { ...rule('output-from'), ...forGood }),
    z.string(rule('to')).regex(orReference(syntax.ABSOLUTE), { ...rule('to'), ...forGood }),
  )
  .refine((pair) => Object.keys(pair).length === 1, { ...rule('output-pair'), ...forGood })
  .meta({
    description: '`made: target`.',
    minProperties: 1,
    maxProperties: 1,
    examples: [{ hello: '/usr/bin/hello' }],
  });

export const OutputItem = z.union([OutputMap, OutputPair], rule('output-item'));

export const BuildMap = z.strictObject(
  {
    name: text('build-name', syntax.CONTEXT).meta({
      description:
        'Name of the build in messages and in the lock. `docker buildx build --build-context NAME=…` replaces its source with another folder or repository.',
      examples: ['hello'],
    }),
    from: text('from', syntax.IMAGE)
      .optional()
      .meta({
        description:
          'The image that it is built in, named as in `from` above: a `--build-context NAME=…`, a target of bake, or an image as Docker finds it. Without it, debootstrap makes a minimal Debian. The environment of the image applies, with `environment` added. Its user, working directory and entrypoint do not: commands run as root in `/src`. It must have a shell; `packages` requires Debian or Ubuntu with apt. A lock records its digest.',
        examples: ['node:22-slim', 'golang:1.24'],
      }),
    platform: z
      .enum(['build', 'target'], rule('build-platform'))
      .optional()
      .meta({
        description:
          'Platform of the tree that it is built in: that of the machine (`build`), whose compilers compile for the other, or that of the image (`target`), whose programs are emulated where the machine cannot run them. `target` is for what cannot cross-compile, such as native addons that npm, pip or Bundler bring.',
        default: 'build',
        examples: ['target'],
      }),
    source: SourceMap.meta({
      description:
        'Source to build: a git repository, a folder of the build context, or an archive from an HTTP server.',
    }),
    packages: listOf('packages', text('package', syntax.PACKAGE))
      .optional()
      .meta({
        description:
          'Packages to build with, written as in `packages`. They are installed in a separate tree, and none of their files reach the image. For a foreign platform, compilers are cross compilers, and libraries (`lib…-dev`) are those of the platform. A lock includes them.',
        default: [],
        examples: [['gcc', 'libc6-dev']],
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
        description:
          'Environment variables of its commands, as a map or as a list of `NAME=value`. `DEB_HOST_ARCH`, `DEB_HOST_GNU_TYPE` and `DEB_HOST_MULTIARCH` describe the target machine, their `DEB_BUILD_…` counterparts the build machine. If these differ, `CC`, `CXX`, `CONFIG_SITE`, `CMAKE_TOOLCHAIN_FILE`, `PKG_CONFIG_LIBDIR`, `GOARCH`, `GOARM` and the variables of Cargo are set, so that the same commands work for both.',
        default: {},
        examples: [{ CFLAGS: '-O2' }],
      }),
    fetch: FetchMap.optional().meta({
      description:
        'Downloads that the build needs in addition to its source. Certificates of authorities are there: in a Debian tree the package `ca-certificates` is installed, unless `packages` excludes it (`-ca-certificates`), and an image in `from` that has none gets those of mib.',
    }),
    prepare: listOf('run', RunItem)
      .max(MOST_CONTAINERS, rule('run'))
      .optional()
      .meta({
        description:
          'Commands that run after `fetch` and before the rest of the source is there, without network: for what takes long and does not depend on the source, such as compiling dependencies. They run again only when something before them changes.',
        default: [],
        examples: [['npm rebuild']],
      }),
    run: listOf('run', RunItem)
      .min(1, rule('run'))
      .max(MOST_CONTAINERS, rule('run'))
      .optional()
      .meta({
        description:
          'Commands that build it. They run in order, as root, in the folder of the source (`/src`), without network and without a shell. They may be left out after `fetch` or `prepare`.',
        examples: [['make -j2']],
      }),
    output: listOf('outputs', OutputItem)
      .min(1, rule('outputs'))
      .meta({
        description: 'Files and folders to put into the image. An entry is `made: target`, or a map.',
        examples: [[{ hello: '/usr/bin/hello' }]],
      }),
  },
  rule('build-map'),
);

export const Build = listOf('build', BuildMap)
  .max(MOST_CONTAINERS, rule('build'))
  .optional()
  .meta({
    description:
      'Programs to build from source. Each is built in its own tree, and its `output` is put into the image before `files` and `run`. At most 100.',
    default: [],
    examples: [
      [
        {
          name: 'hello',
          source: { context: 'src' },
          packages: ['gcc', 'libc6-dev'],
          run: ['gcc -static -o hello hello.c'],
          output: [{ hello: '/usr/bin/hello' }],
        },
      ],
    ],
  });
