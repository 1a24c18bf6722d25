import { snapshotMirror } from '../../src/debian/archive.ts';
import type { Spec } from '../../src/imagefile/spec.ts';
import { UserError } from '../errors/user-error.ts';
import type { Session } from '../gateway/session.ts';
import { defaultMirror, type Mirror } from '../project/builder.ts';

/** ChosenMirror is the mirror of the suite. */
export interface ChosenMirror extends Mirror {
  /** It is a snapshot, so the Valid-Until dates of its indexes are in the past. */
  readonly past: boolean;
}

/** Returns the mirror to resolve packages from. @throws {UserError} if no snapshot archive has the requested time */
export function mirrorFor(session: Session, spec: Spec): ChosenMirror {
  if (spec.suite.snapshot !== undefined) {
    return { url: snapshotOf(session, spec, spec.suite.snapshot), frozen: false, past: true };
  }
  const url = namedMirror(session, spec);
  return url === undefined ? { ...defaultMirror(), past: false } : { url, frozen: false, past: false };
}

/** Returns the mirror that the client or the Imagefile names; undefined for a snapshot. */
export function namedMirror({ options }: Session, { suite }: Spec): string | undefined {
  return suite.snapshot === undefined ? (options.buildArgs.get('MIB_MIRROR') ?? suite.mirror) : undefined;
}

/** Returns the base URL of the snapshot archive, if the client or the Imagefile names one. */
export function snapshotBase({ options }: Session, { suite }: Spec): string | undefined {
  return options.buildArgs.get('MIB_SNAPSHOT') ?? suite.snapshotMirror;
}

function snapshotOf(session: Session, spec: Spec, time: string): string {
  const { at } = spec.suite;
  if (Date.parse(time) > Date.now()) {
    const message = `snapshot "${time}" is in the future`;
    throw new UserError([{ code: 'invalid-value', message, fix: 'name a time in the past', at }]);
  }
  const base = snapshotBase(session, spec);
  if (base !== undefined) return snapshotMirror(base, time);
  const message = '"snapshot" needs "snapshot_mirror", the URL of a snapshot archive';
  const fix = 'for example snapshot_mirror: http://snapshot.example, or --build-arg MIB_SNAPSHOT=…';
  throw new UserError([{ code: 'missing-key', message, fix, at }]);
}
