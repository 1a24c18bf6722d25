/** Reports whether a path of `fetch.files` stands for several files. Brackets alone do not: routes are named `[id]`. */
export function isGlob(path: string): boolean {
  return /[*?]/.test(path);
}
