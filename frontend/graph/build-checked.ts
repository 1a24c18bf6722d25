import { requestsOf, wrongRequest } from '../../src/compile/requests.ts';
import type { StartedCheck } from '../../src/imagefile/spec.ts';
import { lineStarts, linesOf } from '../../src/imagefile/text/lines.ts';
import { marshal, type Output } from '../../src/llb/index.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Lines, SourceFile } from '../errors/excerpt.ts';
import { StatusError } from '../errors/status.ts';
import { linesDetails, UserError } from '../errors/user-error.ts';
import type { BridgeError } from '../gateway/bridge.ts';
import { buildFailure } from '../gateway/build-failure.ts';
import type { PlatformProject } from '../project/platform-project.ts';

/**
 * Builds an output now if its checks send requests. A check with a wrong answer fails, so that nothing of it is cached, and
 * the daemon shows a failed step at all its lines. The frontend reads from the exit status which request it was.
 * @throws {UserError | StatusError} at the lines of the failed step
 */
export async function buildChecked(
  { session, project }: PlatformProject,
  plan: Pick<Plan, 'checks'>,
  output: Output,
): Promise<void> {
  if (!plan.checks.some((check) => requestsOf(check).length > 0)) return;
  const error = await buildFailure(session.bridge, output);
  if (error === undefined) return;
  const { entrypoint } = project;
  const { Source } = marshal(output, entrypoint.source).definition;
  const places = Source?.locations?.[failedStep(error) ?? '']?.locations ?? [];
  const lines = places
    .filter(({ sourceIndex }) => !sourceIndex)
    .flatMap(({ ranges }) => ranges ?? [])
    .map(({ start, end }): Lines => ({ first: start?.line ?? 1, last: end?.line ?? start?.line ?? 1 }));
  const status = Number(/ exit code: (\d+)$/.exec(error.message)?.[1]);
  const failed = checksAt(plan.checks, entrypoint.file, lines);
  const [wrong] = failed.flatMap((check) => wrongRequest(check, status) ?? []);
  if (wrong !== undefined) {
    const message = `${wrong.line} is not answered as "get" says`;
    const fix = 'the output of the check, above, has the answer';
    throw new UserError([{ code: 'check-failed', message, fix, at: wrong.at }]);
  }
  const details = [...error.details, ...linesDetails(entrypoint.file, lines)];
  throw new StatusError(error.message, error.code, details);
}

/** Returns the digest of the step that failed (`errdefs.Vertex`). */
function failedStep({ details }: BridgeError): string | undefined {
  const found = details.find(({ type_url }) => type_url?.endsWith('errdefs.Vertex+json'));
  if (found?.value == null) return undefined;
  const { digest } = JSON.parse(Buffer.from(found.value).toString());
  return typeof digest === 'string' ? digest : undefined;
}

/** Returns the checks at these lines. */
function checksAt(
  checks: readonly StartedCheck[],
  { text }: SourceFile,
  lines: readonly Lines[],
): readonly StartedCheck[] {
  const starts = lineStarts(text);
  return checks.filter(({ at }) => {
    const { first, last } = linesOf(starts, at);
    return lines.some((each) => each.first === first && each.last === last);
  });
}
