import { snapshotMirror } from '../../src/debian/archive.ts';
import type { Spec } from '../../src/imagefile/spec.ts';
import { UserError } from '../errors/user-error.ts';
import type { Session } from '../gateway/session.ts';
import { defaultMirror, type Mirror } from '../project/builder.ts';

/** Where the suite comes from. */
export interface ChosenMirror extends Mirror {
  /** It is the archive of a time that is past, and so are the dates in its indexes. */
  readonly past: boolean;
}

/** The mirror to resolve at. @throws {UserError} where a time is asked for that no archive has */
export function mirrorFor(session: Session, spec: Spec): ChosenMirror {
  if (spec.suite.snapshot !== undefined) {
    return { url: snapshotOf(session, spec, spec.suite.snapshot), frozen: false, past: true };
  }
  const url = namedMirror(session, spec);
  return url === undefined ? { ...defaultMirror(), past: false } : { url, frozen: false, past: false };
}

/** The mirror that the client or the Imagefile names; a snapshot has none. */
export function namedMirror({ options }: Session, { suite }: Spec): string | undefined {
  return suite.snapshot === undefined ? (options.buildArgs.get('MIB_MIRROR') ?? suite.mirror) : undefined;
}

/** Base URL of the archive of past states, where one is named. */
export function snapshotBase({ options }: Session, { suite }: Spec): string | undefined {
  return options.buildArgs.get('MIB_SNAPSHOT') ?? suite.snapshotMirror;
}

function snapshotOf(session: Session, spec: Spec, time: string): string {
  const { at } = spec.suite;
  if (Date.parse(time) > Date.now()) {
    const message = `snapshot "${time}" is in the future`;
    throw new UserError([{ code: 'invalid-value', message, fix: 'name a time that is past', at }]);
  }
  const base = snapshotBase(session, spec);
  if (base !== undefined) return snapshotMirror(base, time);
  const message = '"snapshot" needs "snapshot_mirror", the archive that has past states';
  const fix = 'for example snapshot_mirror: http://snapshot.example, or --build-arg MIB_SNAPSHOT=…';
  throw new UserError([{ code: 'missing-key', message, fix, at }]);
}
