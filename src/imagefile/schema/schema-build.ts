import * as z from 'zod';
import * as syntax from '../values/syntax.ts';
import { dictionary, forGood, listOf, Owner, orReference, rule, text } from './forms.ts';
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
        'The commit that `ref` must be, in full. With it, as with a lock, the same source is built tomorrow, and where nothing changed the repository is not asked.',
    }),
    key: text('key', syntax.KEY)
      .optional()
      .meta({
        description:
          'OpenPGP keys, one of which must have signed the commit, or the tag that `ref` names, or the archive: a file of the build context, or the text of one. Without such a signature nothing is built.',
        examples: ['keys/hello.asc'],
      }),
    context: text('source-context', syntax.RELATIVE)
      .optional()
      .meta({
        description: 'A folder of the build context, `.` for all of it.',
        examples: ['src'],
      }),
    http: text('source-http', syntax.ARCHIVE)
      .optional()
      .meta({
        description:
          'URL of a tar archive, also a compressed one (gzip, bzip2, xz, zstd). A single folder at its top is the source.',
        examples: ['https://files.example/hello-2.12.tar.gz'],
      }),
    sha256: text('sha256', syntax.SHA256).optional().meta({
      description: 'Checksum of the archive; required with `http`.',
    }),
    signature: text('signature', syntax.ARCHIVE)
      .optional()
      .meta({
        description:
          'URL of the signature of the archive, a file of its own (`.asc`, `.sig`); it goes with `key`. Each build asks whether it is still the same.',
        examples: ['https://files.example/hello-2.12.tar.gz.asc'],
      }),
    folder: text('source-folder', syntax.RELATIVE)
      .optional()
      .meta({
        description: 'The folder of the repository or archive that is the source; the top one when absent.',
        examples: ['src'],
      }),
  },
  rule('source'),
);

export const FetchMap = z.strictObject(
  {
    files: listOf('fetch-files', text('fetch-file', syntax.RELATIVE))
      .min(1, rule('fetch-files'))
      .meta({
        description:
          'Files of the source that say what is fetched, such as a lock file of the language. The commands see these and nothing else, so they run again only when one of them changed.',
        examples: [['go.mod', 'go.sum']],
      }),
    run: listOf('run', RunItem)
      .min(1, rule('run'))
      .meta({
        description: 'Commands that may use the network.',
        examples: [['go mod download']],
      }),
  },
  rule('fetch'),
);

export const OutputMap = z.strictObject(
  {
    from: text('output-from', syntax.INSIDE).meta({
      description:
        'A file or folder that the commands made: in the folder of the source, or an absolute path.',
      examples: ['build/hello'],
    }),
    to: text('to', syntax.ABSOLUTE).meta({
      description: 'Where it goes. A `/` at the end means "into this folder".',
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
        'What it is called in messages and in the lock. `docker buildx build --build-context NAME=…` puts another folder or repository in place of its source.',
      examples: ['hello'],
    }),
    source: SourceMap.meta({
      description:
        'What is built: a git repository, a folder of the build context, or an archive of the web.',
    }),
    packages: listOf('packages', text('package', syntax.PACKAGE))
      .optional()
      .meta({
        description:
          'Packages that it is built with, in a tree of their own; written as in `packages`. Nothing of them is in the image. For a platform that the machine does not run by itself, compilers are cross compilers, and libraries (`lib…-dev`) are of the platform. A lock has them, too.',
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
          'Environment variables of its commands, as a map or as a list of `NAME=value`. `DEB_HOST_ARCH`, `DEB_HOST_GNU_TYPE`, `DEB_HOST_MULTIARCH` and their `DEB_BUILD_…` tell for which machine is built, and on which. Where these differ, `CC`, `CXX`, `CONFIG_SITE`, `CMAKE_TOOLCHAIN_FILE`, `PKG_CONFIG_LIBDIR`, `GOARCH`, `GOARM` and those of Cargo are set, so that the same commands do for both.',
        default: {},
        examples: [{ CFLAGS: '-O2' }],
      }),
    fetch: FetchMap.optional().meta({
      description: 'What it needs from the network beside its source.',
    }),
    run: listOf('run', RunItem)
      .min(1, rule('run'))
      .meta({
        description:
          'Commands that build it: in the order written, as root, in the folder of the source (`/src`), without network and without a shell.',
        examples: [['make -j2']],
      }),
    output: listOf('outputs', OutputItem)
      .min(1, rule('outputs'))
      .meta({
        description: 'What of it goes into the image, and where. An entry is `made: target`, or a map.',
        examples: [[{ hello: '/usr/bin/hello' }]],
      }),
  },
  rule('build-map'),
);

export const Build = listOf('build', BuildMap)
  .optional()
  .meta({
    description:
      'Programs to build from source. Each is built in a tree of its own, and what `output` names is put into the image before `files` and `run`.',
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
