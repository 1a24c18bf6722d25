/** Go's order of strings, by UTF-8 bytes; JavaScript's own goes by UTF-16 units. */
export function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The same map with its keys in order: protobufjs writes maps in the order it finds. */
export function sorted<Value>(map: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => compare(a, b)));
}
