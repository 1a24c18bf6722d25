import { type Output, sourceOf } from '../../src/llb/index.ts';
import { UserError } from '../errors/user-error.ts';
import type { Session } from '../gateway/session.ts';
import type { Entrypoint } from './entrypoint.ts';

/**
 * Returns SOURCE_DATE_EPOCH in seconds since 1970, if the client set it. `context` means the date of the build context: the
 * commit date, or the Last-Modified header of the download. A folder has no date, because its mtimes differ between
 * checkouts. The rules are those of the built-in frontend (`frontend/dockerfile/dockerfile2llb/epoch.go`).
 * @throws {UserError} for any other value, and for a remote context without a known date
 */
export async function epochOf(
  session: Session,
  { remote }: Pick<Entrypoint, 'remote'>,
): Promise<number | undefined> {
  const { epoch } = session.options;
  if (epoch === undefined || epoch === '') return undefined;
  if (/^\d{1,11}$/.test(epoch)) return Number(epoch);
  const refuse = (message: string, fix?: string) =>
    new UserError([{ code: 'invalid-value', message, ...(fix && { fix }) }]);
  if (epoch !== 'context')
    throw refuse(`SOURCE_DATE_EPOCH "${epoch}" is neither a number of seconds since 1970 nor "context"`);
  if (remote === undefined) return undefined;
  const found = remote.origin && (await dateOf(session, remote.origin));
  if (found !== undefined) return found;
  const message = 'SOURCE_DATE_EPOCH is "context", but the date of this build context is unknown';
  throw refuse(
    message,
    'BuildKit reports the date of a git commit since 0.30, and that of a download if the server sends Last-Modified; ' +
      'otherwise, give the number that git log -1 --format=%ct prints',
  );
}

async function dateOf({ bridge }: Session, origin: Output): Promise<number | undefined> {
  const { Git, HTTP } = await bridge.resolveSourceMeta({
    Source: sourceOf(origin),
    Git: { ReturnObject: true },
    LogName: '[internal] read the date of the build context',
  });
  const commit = Buffer.from(Git?.CommitObject ?? []).toString('utf8');
  // `committer NAME <MAIL> SECONDS ZONE`, before the empty line that ends the header (gitformat-commit, git-cat-file(1)).
  const [, committed] = /^committer .*> (\d+) [+-]\d{4}$/m.exec(commit.split('\n\n')[0] ?? '') ?? [];
  const seconds = committed ?? HTTP?.LastModified?.seconds;
  return seconds === undefined ? undefined : Number(seconds);
}
