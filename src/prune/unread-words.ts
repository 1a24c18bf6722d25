import type { UnreadText } from './engine.ts';

/** What becomes of a shell text that cannot be read. */
export const KEPT_WORDS = 'every word of it that names a program is kept';

/** Returns the lines that report shell texts of which a part could not be read. */
export function unreadLines(unread: readonly UnreadText[]): readonly string[] {
  return unread.map(({ from = 'a command of the image', line, fault }) => {
    const place = line === undefined ? from : `${from}, line ${line},`;
    return `warning: ${place} cannot be read as shell (${fault}); ${KEPT_WORDS}`;
  });
}
