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
 * `--call=outline`: lists the inputs of a build. The format is BuildKit's (`frontend/subrequests/outline`). An argument
 * without a value is not an error here, because the answer shows that it needs one.
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
 * Returns the outline of one target, as text and as JSON.
 * @param platform the predefined arguments
 * @throws {UserError} if the arguments of the file cannot be read
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

/** Returns the mounts of a target's commands. An argument without a value stands for itself, as `${NAME}`. */
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

/** Returns each name once, at its first position. It is required if one of its mounts requires it. */
function named(mounts: readonly CommandMount[], kind: CommandMount['kind']): Named[] {
  const all = mounts.filter((mount) => mount.kind === kind);
  return [...new Set(all.map(({ id }) => id))].map((name) => {
    const same = all.filter(({ id }) => id === name);
    const required = same.some((mount) => mount.kind !== 'cache' && mount.required);
    return { name, required, at: same[0]?.at };
  });
}
