import type { Argument } from '../../src/imagefile/args.ts';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import { platformArgs } from '../../src/imagefile/platform-args.ts';
import type { CommandMount } from '../../src/imagefile/spec.ts';
import type { Range } from '../../src/imagefile/text/diagnostic.ts';
import { lineStarts } from '../../src/imagefile/text/lines.ts';
import { isVariant, VARIANTS } from '../../src/imagefile/variants.ts';
import { table } from '../../src/report/table.ts';
import type { SourceFile } from '../errors/excerpt.ts';
import { UserError } from '../errors/user-error.ts';
import { namedPlatforms } from '../options/platforms.ts';
import { location } from './location.ts';
import type { Subrequest } from './subrequest.ts';

/**
 * `--call=outline`: what the build can be given. The form is BuildKit's (`frontend/subrequests/outline`). An argument
 * without a value is no mistake here: that it needs one is what the answer says.
 */
export const outline: Subrequest = {
  name: 'outline',
  version: '1.0.0',
  description: 'List the build arguments, secrets and ssh agents of the Imagefile',
  async answer(session, { file }) {
    const { buildArgs, buildPlatform, target } = session.options;
    const [platform = buildPlatform] = namedPlatforms(session.options);
    const predefined = platformArgs(platform, buildPlatform);
    return { ...outlineOf(file, buildArgs, target || 'thin', predefined), version: '1.0.0' };
  },
};

/**
 * The answer for one target, as text and as JSON.
 * @param platform the arguments that need no declaration
 * @throws {UserError} if the file cannot be read as far as its arguments
 */
export function outlineOf(
  file: SourceFile,
  given: ReadonlyMap<string, string>,
  name: string,
  platform: ReadonlyMap<string, string> = new Map(),
) {
  const { args, diagnostics } = parseImagefile(file.text, given, platform);
  if (args === undefined) throw new UserError(diagnostics);
  const mounts = mountsOf(file.text, name, args, platform);
  const [secrets, ssh, caches] = [named(mounts, 'secret'), named(mounts, 'ssh'), named(mounts, 'cache')];
  const starts = lineStarts(file.text);
  const provided = ({ name, required, at }: Named) => ({
    name,
    ...(required && { required }),
    location: location(starts, at),
  });
  const json = {
    name,
    ...(isVariant(name) && { description: VARIANTS[name] }),
    args: args.map(({ name, value, at }) => ({ name, value, location: location(starts, at) })),
    ...(secrets.length > 0 && { secrets: secrets.map(provided) }),
    ...(ssh.length > 0 && { ssh: ssh.map(provided) }),
    ...(caches.length > 0 && {
      cache: caches.map(({ name, at }) => ({ ID: name, location: location(starts, at) })),
    }),
    sources: [Buffer.from(file.text).toString('base64')],
  };
  const row = ({ name, required }: Named) => [name, required ? 'true' : ''];
  const sections = [
    ...section(
      ['BUILD ARG', 'VALUE'],
      args.map(({ name, value = '' }) => [name, value]),
    ),
    ...section(['SECRET', 'REQUIRED'], secrets.map(row)),
    ...section(['SSH', 'REQUIRED'], ssh.map(row)),
  ];
  return { text: [`TARGET: ${name}\n`, ...sections].join('\n'), json: JSON.stringify(json, null, 2) };
}

function section(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : [table([head, ...rows])];
}

/** What the commands of a target are given; an argument that lacks its value stands for itself. */
function mountsOf(
  text: string,
  target: string,
  args: readonly Argument[],
  platform: ReadonlyMap<string, string>,
): readonly CommandMount[] {
  const values = new Map(args.map(({ name, value = `\${${name}}` }) => [name, value]));
  const { spec, targets } = parseImagefile(text, values, platform);
  return (targets?.get(target)?.spec ?? spec)?.run.flatMap(({ mounts }) => mounts) ?? [];
}

interface Named {
  readonly name: string;
  readonly required: boolean;
  readonly at: Range | undefined;
}

/** Each name once, where it is first written; needed where one of them needs it. */
function named(mounts: readonly CommandMount[], kind: CommandMount['kind']): Named[] {
  const all = mounts.filter((mount) => mount.kind === kind);
  return [...new Set(all.map(({ id }) => id))].map((name) => {
    const same = all.filter(({ id }) => id === name);
    const required = same.some((mount) => mount.kind !== 'cache' && mount.required);
    return { name, required, at: same[0]?.at };
  });
}
