import { type Problem, UserError } from './errors.ts';
import type { SourceFile } from './excerpt.ts';
import type { Options } from './options.ts';

/**
 * SOURCE_DATE_EPOCH, when the client set it to a number. `context` is the date of the context, and a folder has none, as
 * for the built-in frontend (`frontend/dockerfile/dockerfile2llb/epoch.go`): its times differ from checkout to checkout.
 * @throws {UserError} for anything else, and for the date of a remote context
 */
export function epochOf(
  { epoch, context }: Pick<Options, 'epoch' | 'context'>,
  file: SourceFile,
): { epoch?: number } {
  if (epoch === undefined || epoch === '') return {};
  if (/^\d{1,11}$/.test(epoch)) return { epoch: Number(epoch) };
  if (epoch === 'context' && context === undefined) return {};
  throw new UserError([epoch === 'context' ? REMOTE : noDate(epoch)], file);
}

const REMOTE: Problem = {
  code: 'not-supported-yet',
  message: 'SOURCE_DATE_EPOCH "context" is not supported yet for a remote context',
  fix: 'give the number, as git log -1 --format=%ct prints it',
};

function noDate(epoch: string): Problem {
  const message = `SOURCE_DATE_EPOCH "${epoch}" is neither a number of seconds since 1970 nor "context"`;
  return { code: 'invalid-value', message };
}
