/** The properties of `T`, all of them: one that is absent is said to be. */
export type AllOf<T> = { readonly [Key in keyof Required<T>]: T[Key] | undefined };

/** Leaves out what is undefined. The type of the parameter makes a property that was forgotten an error. */
export function withoutUndefined<T extends object>(properties: AllOf<T>): T;
export function withoutUndefined(properties: object): object {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
