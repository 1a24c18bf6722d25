/** Compares strings as Go does, by UTF-8 bytes; JavaScript compares UTF-16 units. */
export function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Sorts the keys of a map, because protobufjs writes maps in their given order. */
export function sorted<Value>(map: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => compare(a, b)));
}
