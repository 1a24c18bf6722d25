import { type ParseResult, parseImagefile } from '../src/imagefile/parse.ts';
import { type Entrypoint, readEntrypoint } from './entrypoint.ts';
import { UserError } from './errors.ts';
import type { Session } from './session.ts';

/** An Imagefile with nothing wrong in it. */
export type Parsed = Required<ParseResult>;

/** An Imagefile as it was found and read. */
export interface Imagefile {
  readonly entrypoint: Entrypoint;
  readonly parsed: Parsed;
}

/** @throws {UserError} with all that is wrong with it */
export async function readImagefile(session: Session): Promise<Imagefile> {
  const entrypoint = await readEntrypoint(session);
  return { entrypoint, parsed: parse(session, entrypoint) };
}

/** @throws {UserError} with all that is wrong with it */
export function parse({ options }: Session, { file }: Entrypoint): Parsed {
  const { diagnostics, ...read } = parseImagefile(file.text, options.buildArgs);
  const { spec, tree, written, targets, args } = read;
  if (spec && tree && written && targets && args) return { spec, tree, written, targets, args, diagnostics };
  throw new UserError(diagnostics, file);
}
