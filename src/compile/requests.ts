import type { HttpRequest, StartedCheck } from '../imagefile/spec.ts';
import type { Range } from '../imagefile/text/diagnostic.ts';
import { file, type Mount, scratch } from '../llb/index.ts';
import { REQUESTS, requestFiles, requestLine, wronglyAnswered } from '../protocol/get.ts';
import { type CompileContext, common } from './context.ts';
import { fileMount } from './step-mounts.ts';

/** The folder of the requests, in the tree that mounts are made of. */
const FOLDER = '/get';

/** Mounts the requests of a check; nothing for a check without requests. */
export function requestMounts(context: CompileContext, check: StartedCheck): Mount[] {
  const requests = requestsOf(check);
  if (requests.length === 0) return [];
  const settings = common(context, '[internal] requests of a check');
  const made = requests.reduce(
    (chain, request, number) =>
      Object.entries(requestFiles(request)).reduce(
        (files, [name, data]) => files.mkfile(`${FOLDER}/${number}/${name}`, { data, time: 0 }),
        chain.mkdir(`${FOLDER}/${number}`, { time: 0 }),
      ),
    file(scratch, settings).mkdir(FOLDER, { time: 0 }),
  );
  // The image's user reads them. The daemon applies its umask to what it makes, but not to the mode of a copy.
  const input = file(scratch, settings)
    .copy(made.output(), FOLDER, FOLDER, { mode: 0o755, time: 0 })
    .output();
  return [fileMount(REQUESTS, input, FOLDER)];
}

/** Returns the requests that a check sends. */
export function requestsOf(check: StartedCheck): readonly HttpRequest[] {
  return check.kind === 'run' ? [] : (check.get ?? []);
}

/** Returns the request that was answered wrongly, as people read it; undefined if the exit status says something else. */
export function wrongRequest(
  check: StartedCheck,
  status: number,
): { readonly line: string; readonly at: Range } | undefined {
  const number = wronglyAnswered(status);
  const request = number === undefined ? undefined : requestsOf(check)[number];
  return request && { line: requestLine(request), at: request.at };
}
