/** Reports whether a path of `fetch` stands for several files. */
export function isGlob(path: string): boolean {
  return /[*?[{]/.test(path);
}
