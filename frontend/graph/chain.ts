/** One of several that run at once, each of which needs something of the one before. */
export interface Link<T> {
  /** Of the first one, and after one that had nothing, undefined. */
  readonly previous: Promise<T | undefined>;
  /** Counts once; has to be called in any case, for the next one waits for it. */
  readonly pass: (value?: T) => void;
}

/** @returns what makes the links, in the order of its calls */
export function chain<T>(): () => Link<T> {
  let last: Promise<T | undefined> = Promise.resolve(undefined);
  return () => {
    const previous = last;
    let pass: Link<T>['pass'] = () => {};
    last = new Promise((resolve) => {
      pass = resolve;
    });
    return { previous, pass };
  };
}
