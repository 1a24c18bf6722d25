/** ContentsRequest is the request of the contents step, about the index in `/in/archives/0/Contents.gz`. */
export interface ContentsRequest {
  /** Names of libraries and programs, without a folder. */
  readonly names: readonly string[];
}

/** ContentsAnswer is its answer: the packages that have each name, sorted. */
export interface ContentsAnswer {
  readonly packages: Readonly<Record<string, readonly string[]>>;
}

/** The folders in which the loader and a shell look, in the index without their first slash. */
const FOLDER = /^(?:usr\/)?(?:lib(?:\/[^/]+-linux-gnu[^/]*)?|(?:local\/)?s?bin|games)$/;

/** Makes a reader of a Contents index, whose lines are a path, blanks, and `section/package,…`. */
export function newContents(names: readonly string[]) {
  const packages = new Map(names.map((name) => [name, new Set<string>()]));
  return {
    add: (line: string): void => {
      const end = line.search(/\s+\S+$/);
      const path = line.slice(0, end);
      const slash = path.lastIndexOf('/');
      const known = end < 0 ? undefined : packages.get(path.slice(slash + 1));
      if (known === undefined || !FOLDER.test(path.slice(0, slash))) return;
      for (const owner of line.slice(end).trim().split(','))
        known.add(owner.slice(owner.lastIndexOf('/') + 1));
    },
    packages: (): ContentsAnswer['packages'] =>
      Object.fromEntries([...packages].map(([name, found]) => [name, [...found].sort()])),
  };
}
