import { lstatSync } from 'node:fs';
import { BY_OPTION } from '../../prune/advice.ts';
import type { Message } from '../../prune/messages.ts';
import { STATE } from '../../prune/patterns.ts';
import { isOutside } from '../../trace/events.ts';
import { matcher } from '../../tree/glob.ts';
import { encodeName } from '../../tree/names.ts';
import { byName } from '../../tree/paths.ts';
import { isChanged, type Stage } from './stage.ts';

const isState = matcher(STATE);

/** Returns the changes that the commands made to the stage and that would affect the export. */
export function changes(root: string, stage: Stage, kept: readonly string[]): readonly Message[] {
  const changed = kept.filter((path) => isChanged(root, stage, path)).map(changedMessage);
  const isGone = (path: string) =>
    !isOutside(path) &&
    !isState(path) &&
    lstatSync(encodeName(root + path), { throwIfNoEntry: false }) === undefined;
  const removed = [...stage.paths.keys()].filter(isGone).sort(byName).map(removedMessage);
  return [...changed, ...removed];
}

function changedMessage(path: string): Message {
  const message = `the commands changed "${path}", which must be exported unchanged`;
  const fix = `let them work on a copy, or leave it out: ${BY_OPTION.drop(path)}`;
  return { code: 'cannot-export', message, fix };
}

function removedMessage(path: string): Message {
  const message = `the commands removed "${path}"`;
  return { code: 'cannot-export', message, fix: 'let them work on a copy' };
}
