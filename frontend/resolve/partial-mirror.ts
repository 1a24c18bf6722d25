import type { CompileContext } from '../../src/compile/context.ts';
import { packageIndex } from '../../src/compile/indexes.ts';
import type { IndexedArchive } from '../../src/compile/resolve.ts';
import type { RequestedArchive } from '../../src/debian/resolution.ts';
import { marshal } from '../../src/llb/index.ts';
import type { Bridge } from '../gateway/bridge.ts';
import type { Warner } from '../gateway/warner.ts';

/**
 * Drops the pockets of a suite whose package lists the mirror names but does not have, with a warning for each. It is only
 * for frozen mirrors, which may be complete for one architecture and not for another, and are never repaired. The suite
 * itself, which comes first, and archives that the Imagefile names are never dropped.
 */
export async function dropMissingPockets<T extends IndexedArchive & { readonly archive: RequestedArchive }>(
  bridge: Bridge,
  warner: Warner,
  compileContext: CompileContext,
  archives: readonly T[],
  architecture: string,
): Promise<T[]> {
  const whole = archives.map(async (indexed, position) => {
    const { archive, indexes } = indexed;
    const lists = indexes.map(({ file }) => packageIndex(compileContext, archive, file, []));
    const solved = lists.map((list) =>
      bridge.solve({ definition: marshal(list).definition }, { evaluate: true }),
    );
    const failed = (await Promise.allSettled(solved)).some(({ status }) => status === 'rejected');
    if (!failed || position === 0 || !archive.base) return indexed;
    const short = `the mirror, a frozen copy, has no package list of ${archive.suite} for ${architecture}: building without it`;
    await warner.warn(short);
    return { ...indexed, indexes: [] };
  });
  return Promise.all(whole);
}
