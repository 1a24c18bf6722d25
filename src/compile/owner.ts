import type { Id, Output, Owner } from '../llb/index.ts';

/**
 * Reads the owner of a file as `COPY --chown` does: `uid`, `uid:gid`, `name` or `name:group`. Names are looked up in the
 * tree. Without a group, the group has the user's name or number.
 */
export function fileOwner(text: string, tree: Output): Owner {
  const [user = '', group = user] = text.split(':');
  return { user: idOf(user, tree), group: idOf(group, tree) };
}

/** Reads the user of a process as `USER` does. Without a group, it is the user's primary group in the tree. */
export function processOwner(text: string, tree: Output): Owner {
  const [user = '', group] = text.split(':');
  return { user: idOf(user, tree), ...(group === undefined ? {} : { group: idOf(group, tree) }) };
}

/** Debian's account names are never numbers. No user means root. */
function idOf(name: string, tree: Output): Id {
  return /^\d*$/.test(name) ? { id: Number(name) } : { name, input: tree };
}
