export interface SizeTable {
  /** MB by platform, e.g. `arm64`. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly usual?: { readonly name: string; readonly size: string };
}

export function readTable(text: string): SizeTable;
export function fillIn(text: string, bytes: ReadonlyMap<string, number>): string;
export function drift(text: string, bytes: ReadonlyMap<string, number>): string[];
export function overview(
  text: string,
  tables: readonly (readonly [string, SizeTable])[],
): { readonly text: string; readonly table: string };
