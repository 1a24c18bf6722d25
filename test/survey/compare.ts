/** Compares what a program does in the full tree and in the thin one. */

export interface Observed {
  readonly command: string;
  readonly status: number;
  /** Output and messages. */
  readonly text: string;
}

export interface Difference {
  readonly command: string;
  readonly full: Observed;
  readonly thin: Observed;
}

/**
 * Returns the commands with another status or text in the thin image.
 * @param first and `second` are of the full image: what differs between them is not compared
 */
export function differences(
  first: readonly Observed[],
  second: readonly Observed[],
  thin: readonly Observed[],
): Difference[] {
  return first.flatMap((full, at) => {
    const again = second[at];
    const other = thin[at];
    if (again === undefined || other === undefined) return [];
    if (full.status !== again.status) return [];
    const isStable = normal(full.text) === normal(again.text);
    const isSame = full.status === other.status && (!isStable || normal(full.text) === normal(other.text));
    return isSame ? [] : [{ command: full.command, full, thin: other }];
  });
}

/** Without what differs from run to run: numbers of processes, times, addresses, names of temporary files. */
function normal(text: string): string {
  return text
    .replaceAll(/0x[0-9a-f]+/g, '#')
    .replaceAll(/\/tmp\/\S+/g, '/tmp/#')
    .replaceAll(/\d+/g, '#')
    .replaceAll(/\s+/g, ' ');
}
