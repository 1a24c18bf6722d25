import type { Id, Output, Owner } from '../llb/index.ts';

/**
 * Reads the owner of a file as `COPY --chown` does: `uid`, `uid:gid`, `name` or `name:group`, names of the tree. A group that is
 * not given has the name or the number of the user.
 */
export function fileOwner(text: string, tree: Output): Owner {
  const [user = '', group = user] = text.split(':');
  return { user: idOf(user, tree), group: idOf(group, tree) };
}

/** Reads the user of a process as `USER` does. A group that is not given is the one that the account has in the tree. */
export function processOwner(text: string, tree: Output): Owner {
  const [user = '', group] = text.split(':');
  return { user: idOf(user, tree), ...(group === undefined ? {} : { group: idOf(group, tree) }) };
}

/** No name is a number; an image without a user runs as root. */
function idOf(name: string, tree: Output): Id {
  return /^\d*$/.test(name) ? { id: Number(name) } : { name, input: tree };
}
