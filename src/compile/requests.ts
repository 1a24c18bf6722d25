import type { StartedCheck } from '../imagefile/spec.ts';
import { type Executed, file, type Mount, type Output, scratch } from '../llb/index.ts';
import { REQUESTS, requestFiles, requestLine, VERDICT } from '../protocol/get.ts';
import { STEPS } from '../protocol/steps.ts';
import { type CompileContext, common, inBuilder } from './context.ts';
import { fileMount, outputMount } from './step-mounts.ts';

/** The folder of the requests, in the tree that mounts are made of. */
const FOLDER = '/get';

/** Mounts the requests of a check, beside which it leaves its verdicts; nothing for a check without requests. */
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
  // The image's user writes there, and BuildKit sets a mode only on copies.
  const input = file(scratch, settings)
    .copy(made.output(), FOLDER, FOLDER, { mode: 0o777, time: 0 })
    .output();
  return [{ kind: 'bind', dest: REQUESTS, input, selector: FOLDER, output: true }];
}

/**
 * Adds a step for each request of a check, which fails at the line of the request if the answer was wrong. It is cached by
 * the verdict, so it runs once for all right answers.
 */
export function verdicts(context: CompileContext, check: StartedCheck, run: Executed): Output[] {
  return requestsOf(check).map((request, number) => {
    const { places, order } = STEPS.answer;
    const step = inBuilder(context, 'answer', {
      name: requestLine(request),
      at: [request.at],
      mounts: [
        fileMount(places.verdict, run.output(REQUESTS), `${FOLDER}/${number}/${VERDICT}`),
        outputMount(order.passed),
      ],
    });
    return step.output(order.passed);
  });
}

function requestsOf(check: StartedCheck) {
  return check.kind === 'run' ? [] : (check.get ?? []);
}
