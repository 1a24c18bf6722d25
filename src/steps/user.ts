import { nearest } from '../imagefile/text/nearest.ts';
import type { Places } from '../protocol/steps.ts';
import { readText } from '../tree/read-text.ts';
import { diskTree } from './disk-tree.ts';
import { readRequest } from './request.ts';
import { say } from './say.ts';

/** Runs the step `user`: fails if the tree lacks the user or group of the image. */
export async function user(places: Places<'user'>): Promise<number> {
  const { user } = readRequest<'user'>(places.request);
  const [name = '', group = ''] = user.split(':');
  const tree = diskTree(places.tree);
  const names = (path: string) =>
    (readText(tree, path) ?? '')
      .split('\n')
      .flatMap((line) => line.split(':', 1).filter((word) => word !== ''));
  const [users, groups] = [names('/etc/passwd'), names('/etc/group')];
  tree.close();
  if (!isKnown(name, users)) return complain(`user "${name}"`, name, users);
  return isKnown(group, groups)
    ? 0
    : complain(`user "${user}" has the group "${group}", which`, group, groups);
}

function isKnown(name: string, names: readonly string[]): boolean {
  return /^\d*$/.test(name) || names.includes(name);
}

function complain(subject: string, name: string, known: readonly string[]): number {
  const meant = nearest(name, known);
  say(`${subject} is created neither by "users" nor by a package [invalid-value]`);
  say(
    meant === undefined ? `  add it with users: [{name: ${name}, uid: 1000}]` : `  did you mean "${meant}"?`,
  );
  return 1;
}
