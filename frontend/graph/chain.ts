/** Link is one of several tasks that run at the same time, each of which needs a value of the previous one. */
export interface Link<T> {
  /** Undefined for the first task, and if the previous one passed nothing. */
  readonly previous: Promise<T | undefined>;
  /** Must always be called, because the next task waits for it. Only the first call counts. */
  readonly pass: (value?: T) => void;
}

/** Creates a chain. @returns a function that makes the next link on each call */
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
