import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../frontend/errors/user-error.ts';
import type { CompileContext } from '../../../src/compile/context.ts';
import { compile } from '../../../src/compile/image.ts';
import type { Lock } from '../../../src/debian/lock.ts';
import { parseImagefile } from '../../../src/imagefile/parse.ts';
import { KEYS } from '../../../src/imagefile/schema/keys.ts';
import type { Spec } from '../../../src/imagefile/spec.ts';
import { CODES } from '../../../src/imagefile/text/diagnostic.ts';
import { lineStarts, positionAt } from '../../../src/imagefile/text/lines.ts';
import { VARIANTS, type Variant } from '../../../src/imagefile/variants.ts';
import { lint } from '../../../src/lint/lint.ts';
import { describe, image, local, marshal } from '../../../src/llb/index.ts';
import { makePlan } from '../../../src/plan/make.ts';
import { must, mustBeReadable, never, type Target } from '../fuzz/target.ts';
import { golden } from '../golden.ts';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const VARIANT_NAMES = Object.keys(VARIANTS) as Variant[];

/** Compiles a spec as a build does, to the bytes of the graph. */
export function compileAll(text: string, spec: Spec, lock: Lock, variant: Variant): void {
  const below = spec.from && { name: spec.from.value, environment: [], history: [] };
  const plan = makePlan(spec, lock, {
    platform: 'linux/amd64',
    oci: AMD64,
    labels: {},
    variant,
    builds: new Map(spec.build.map(({ name }) => [name, lock])),
    ...(below && { below }),
  });
  const starts = lineStarts(text);
  const context: CompileContext = {
    builder: image('docker.io/mib/frontend:latest', { platform: AMD64 }),
    native: AMD64,
    ...(below && { base: image('docker.io/library/base:1', { platform: AMD64 }) }),
    prefix: '',
    buildContext: local('context', {}),
    named: new Map(
      spec.files.flatMap((each) => ('context' in each && each.context ? [[each.context, NAMED]] : [])),
    ),
    keys: new Map(),
    container: {},
    locate: ({ start, end }) => ({ start: positionAt(starts, start), end: positionAt(starts, end - 1) }),
    ignoreCache: false,
  };
  const file = { filename: 'Imagefile', data: Buffer.from(text), language: 'YAML' };
  describe(marshal(compile(context, plan).image(), file).definition);
}
const NAMED = local('named', {});

/** Folder with an Imagefile, or with folders of Imagefiles. */
function imagefilesIn(folder: string): string[] {
  return readdirSync(golden(folder)).map((name) =>
    readFileSync(join(golden(folder), name, 'Imagefile'), 'utf8'),
  );
}

let lock: Lock | undefined;

export const imagefile: Target = {
  name: 'imagefile',
  seeds: () => [
    ...imagefilesIn('imagefile/good'),
    ...imagefilesIn('imagefile/bad'),
    ...imagefilesIn('../../images'),
  ],
  words: [
    ...Object.keys(KEYS),
    ...[
      '\n- ',
      '\n  ',
      ': ',
      '*a',
      '&a ',
      '<<: ',
      '!!str ',
      '{',
      '}',
      '[',
      ']',
      '|\n',
      '>-\n',
      '"',
      "'",
      '---\n',
      '\u0000',
    ],
    ...[
      '\x24{A}',
      '\x24{TARGETARCH}',
      'args:\n  A: b\n',
      'targets:\n  t:\n    ',
      '/',
      '/..',
      '/**',
      '{a,b}',
      '65532',
      '-1',
      '1e9',
    ],
    ...[
      'http://127.0.0.1:80/',
      'sha256:',
      '\ufeff',
      '\udc80',
      '\u202e',
      '0x10',
      'null',
      'true',
      '~',
      '[amd64]',
      'curl/trixie',
    ],
  ],
  read(input) {
    lock ??= JSON.parse(readFileSync(golden('images/lock.json'), 'utf8')) as Lock;
    const text = input.toString('utf8');
    const { spec, tree, written, args, targets, diagnostics } = parseImagefile(text, new Map([['A', 'b']]));
    must((spec === undefined) === diagnostics.length > 0, 'a spec, or problems');
    for (const { code, message, fix, at } of diagnostics) {
      must(CODES.includes(code), `the code ${code}`);
      must(at.start >= 0 && at.start <= at.end && at.end <= text.length, `the place of ${message}`);
      must(
        !/undefined|\[object|NaN/.test(`${message} ${fix ?? ''}`) || /undefined|\[object|NaN/.test(text),
        message,
      );
    }
    if (diagnostics.length > 0) {
      mustBeReadable(new UserError(diagnostics).in({ name: 'Imagefile', text }).message, text);
    }
    if (spec === undefined || tree === undefined || written === undefined || args === undefined) return;
    const all = [{ spec, tree }, ...(targets?.values() ?? [])];
    lint(
      all.map((each) => ({ ...each, written, args, given: new Map() })),
      { skip: [], isError: false },
    );
    // One variant for each: with all of them, compiling would take most of the time.
    for (const each of all.slice(0, 2)) {
      const variant = VARIANT_NAMES[text.length % VARIANT_NAMES.length] ?? 'thin';
      compileAll(text, each.spec, lock, variant);
    }
  },
  refuses: never,
};
