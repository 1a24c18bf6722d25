import type { Healthcheck } from '../spec.ts';
import { problem } from '../text/problem.ts';
import { quote } from '../text/tree.ts';
import { nanoseconds } from '../values/duration.ts';
import { withoutUndefined } from '../values/without-undefined.ts';
import { readWords } from './command-line.ts';
import { at, type ReadContext, report } from './read-context.ts';
import type { Sound } from './sound-part.ts';

/** The ports of tcp, udp and sctp. */
const MOST_PORTS = 3 * 65_535;

/** Reads `expose:` as ports such as `8080/tcp`, with ranges expanded. */
export function readPorts(context: ReadContext, items: NonNullable<Sound['expose']>): string[] {
  const ports = new Set<string>();
  let listed = 0;
  for (const [index, item] of items.entries()) {
    if (item === undefined) continue;
    const [range = '', protocol = 'tcp'] = String(item).split('/');
    const [first = '', last = first] = range.split('-');
    if (Number(first) < 1 || Number(last) > 65_535 || Number(first) > Number(last)) {
      const message = `port ${quote(String(item))} must be from 1 to 65535, and a range must go up`;
      report(context, at(context, 'expose', index), problem('invalid-value', message));
      continue;
    }
    listed += Number(last) - Number(first) + 1;
    if (listed > MOST_PORTS) {
      const message = `expose lists more than ${MOST_PORTS} ports, those of all protocols`;
      report(context, at(context, 'expose', index), problem('invalid-value', message, 'list each port once'));
      break;
    }
    for (let port = Number(first); port <= Number(last); port++) ports.add(`${port}/${protocol}`);
  }
  return [...ports];
}

/** Reads `healthcheck:` (Compose Specification, "healthcheck"). A string is split into words: the image has no shell. */
export function readHealthcheck(
  context: ReadContext,
  value: NonNullable<Sound['healthcheck']>,
): Healthcheck | undefined {
  const place = at(context, 'healthcheck');
  if (value.disable === true) {
    if (value.test === undefined) return { test: ['NONE'], at: place };
    report(
      context,
      at(context, 'healthcheck', 'disable'),
      problem('invalid-value', '"disable" and "test" contradict each other', 'keep one of the two'),
    );
    return undefined;
  }
  if (value.test === undefined) {
    report(
      context,
      place,
      problem('missing-key', 'healthcheck needs "test"', 'for example test: [CMD, /usr/bin/app, ping]'),
    );
    return undefined;
  }
  const test = readTest(context, value.test);
  if (test === undefined) return undefined;
  const time = (key: 'interval' | 'timeout' | 'start_period') => readInterval(context, key, value[key]);
  return withoutUndefined<Healthcheck>({
    test,
    interval: time('interval'),
    timeout: time('timeout'),
    startPeriod: time('start_period'),
    startInterval: undefined,
    retries: value.retries,
    at: place,
  });
}

function readTest(context: ReadContext, test: string | readonly string[]): readonly string[] | undefined {
  const path = ['healthcheck', 'test'];
  if (typeof test === 'string') {
    const words = readWords(context, path, test);
    return words === undefined ? undefined : ['CMD', ...words];
  }
  const [kind = '', ...words] = test;
  const fault = (message: string, fix: string) => {
    report(context, at(context, ...path), problem('invalid-value', message, fix));
    return undefined;
  };
  if (kind === 'NONE' && words.length === 0) return test;
  if (kind === 'NONE') return fault('test has words after NONE', 'write test: [NONE]');
  if (kind === 'CMD' && words.length > 0) return test;
  if (kind === 'CMD-SHELL' && words.length === 1) return test;
  if (kind === 'CMD') {
    return fault('test has no program after CMD', 'for example test: [CMD, /usr/bin/app, ping]');
  }
  if (kind === 'CMD-SHELL') {
    return fault(
      'test must have one line after CMD-SHELL',
      'for example test: [CMD-SHELL, "app ping || exit 1"]',
    );
  }
  return fault(
    `test begins with ${quote(kind)}, but a list must begin with CMD, CMD-SHELL or NONE`,
    `write test: [CMD, ${test.map(quote).join(', ')}]`,
  );
}

/** Docker refuses intervals under a millisecond (moby, daemon/container/container_operations: validateHealthCheck). */
function readInterval(context: ReadContext, key: string, duration: string | undefined): number | undefined {
  if (duration === undefined) return undefined;
  const length = nanoseconds(duration);
  if (length >= 1e6) return length;
  const message = `${key} ${quote(duration)} must be at least 1ms`;
  report(context, at(context, 'healthcheck', key), problem('invalid-value', message));
  return undefined;
}
