import type { Repository, SigningKey, Suite } from '../spec.ts';
import { problem } from '../text/problem.ts';
import { keyPlaceOf, type Path, quote } from '../text/tree.ts';
import { normalPath } from '../values/paths.ts';
import { at, type ReadContext, report } from './read-context.ts';
import type { Sound } from './sound-part.ts';

/** Debian's stable suite when this was released. */
const DEFAULT_SUITE = 'trixie';

/** @param isUpon whether there is a base image, whose suite is the default */
export function readSuite(context: ReadContext, value: Sound['suite'], isUpon: boolean): Suite {
  const place = value === undefined ? { start: 0, end: 0 } : at(context, 'suite');
  const fields = typeof value === 'object' ? value : { suite: value };
  if (fields.suite !== undefined && 'name' in fields && fields.name !== undefined) {
    const message = '"suite" and "name" mean the same here';
    report(
      context,
      keyPlaceOf(context.tree, ['suite', 'name']),
      problem('invalid-value', message, 'keep one of the two'),
    );
  }
  const { mirror, components, name, snapshot, snapshot_mirror } = {
    mirror: undefined,
    components: undefined,
    name: undefined,
    snapshot: undefined,
    snapshot_mirror: undefined,
    ...fields,
  };
  if (mirror !== undefined && snapshot !== undefined) {
    const message = '"mirror" has no effect: "snapshot" takes packages from "snapshot_mirror"';
    report(
      context,
      keyPlaceOf(context.tree, ['suite', 'mirror']),
      problem('invalid-value', message, 'keep one of "mirror" and "snapshot"'),
    );
  }
  return {
    name: fields.suite ?? name ?? DEFAULT_SUITE,
    ...(isUpon && fields.suite === undefined && name === undefined ? { assumed: true } : {}),
    ...(mirror === undefined ? {} : { mirror: mirror.replace(/\/+$/, '') }),
    components: [...new Set(components ?? ['main'])],
    ...(snapshot === undefined ? {} : { snapshot }),
    ...(snapshot_mirror === undefined ? {} : { snapshotMirror: snapshot_mirror.replace(/\/+$/, '') }),
    at: place,
  };
}

/** Reads `repositories:`. Reports a repository written twice, as its two keys could contradict each other. */
export function readRepositories(
  context: ReadContext,
  items: NonNullable<Sound['repositories']>,
): Repository[] {
  const found = new Map<string, Repository>();
  for (const [index, item] of items.entries()) {
    if (item === undefined) continue;
    const place = at(context, 'repositories', index);
    const url = item.url.replace(/\/+$/, '');
    const name = `${url} ${item.suite}`;
    if (found.has(name)) {
      const message = `repository ${quote(name)} is written twice`;
      report(context, place, problem('invalid-value', message, 'keep one of the two, with all components'));
    }
    found.set(name, {
      url,
      suite: item.suite,
      components: [...new Set(item.components ?? ['main'])],
      key: readKey(context, ['repositories', index, 'key'], item.key),
      override: item.override ?? false,
      at: place,
    });
  }
  return [...found.values()];
}

export function readKey(context: ReadContext, path: Path, value: string): SigningKey {
  const place = at(context, ...path);
  return /^\s*-----BEGIN /.test(value)
    ? { kind: 'text', value, at: place }
    : { kind: 'file', value: normalPath(value), at: place };
}
