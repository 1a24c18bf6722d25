import type { CompileContext } from '../../src/compile/context.ts';
import { packageIndex } from '../../src/compile/indexes.ts';
import type { IndexedArchive } from '../../src/compile/resolve.ts';
import type { RequestedArchive } from '../../src/debian/resolution.ts';
import { marshal } from '../../src/llb/index.ts';
import type { Bridge } from '../gateway/bridge.ts';
import type { Warner } from '../gateway/warner.ts';

/**
 * The archives of a suite without those pockets whose lists a mirror names and does not have. Only for a mirror that is a
 * frozen copy: such a copy may hold all of one architecture and half of another, and nobody will mend it. The suite
 * itself, which comes first, cannot be left out, nor what the Imagefile names. What is left out is said.
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
    const short = `the mirror, a frozen copy, has no list of ${archive.suite} for ${architecture}: built without`;
    await warner.warn(short);
    return { ...indexed, indexes: [] };
  });
  return Promise.all(whole);
}
