/** AllOf has every property of `T`, absent ones as undefined. */
export type AllOf<T> = { readonly [Key in keyof Required<T>]: T[Key] | undefined };

/** Removes undefined properties. The parameter type makes a forgotten property a compile error. */
export function withoutUndefined<T extends object>(properties: AllOf<T>): T;
export function withoutUndefined(properties: object): object {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
