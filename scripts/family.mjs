/** Which images of a family are built upon which, and what follows from that when some have to be rebuilt. */

/** The images that an image is built upon, by the name of the context that says so: `base = "target:base"`. */
export function upon({ contexts = {} }) {
  return Object.entries(contexts).flatMap(([context, value]) =>
    value.startsWith('target:') ? [{ context, image: value.slice('target:'.length) }] : [],
  );
}

/**
 * The names of all images, each after those that it is built upon; else by name, so that the order is always the same.
 * @param targets as bake prints them: it has refused a family that goes in a circle
 */
export function inOrder(targets) {
  const depths = new Map();
  const depth = (name) => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    const made = 1 + Math.max(-1, ...upon(targets[name]).map(({ image }) => depth(image)));
    depths.set(name, made);
    return made;
  };
  return Object.keys(targets)
    .sort()
    .sort((a, b) => depth(a) - depth(b));
}

/** What an answer of `--call=outdated,format=json` says has changed, of all platforms at once. */
export function reasonIn({ platforms }) {
  const told = platforms.flatMap(({ changes, below }) => [
    ...changes.map((change) => `${change.package} ${change.old ?? '(none)'} -> ${change.new ?? '(none)'}`),
    ...(below === undefined ? [] : [`another ${below} is published`]),
  ]);
  return [...new Set(told)].join(', ');
}

/**
 * What to rebuild, in order: what has a reason of its own, and what is built upon something that is rebuilt.
 * @param own reasons by name
 */
export function cascade(targets, own) {
  const reasons = new Map();
  for (const name of inOrder(targets)) {
    const below = upon(targets[name]).filter(({ image }) => reasons.has(image));
    const reason = own.get(name) ?? (below[0] && `is built upon ${below[0].image}`);
    if (reason !== undefined) reasons.set(name, reason);
  }
  return [...reasons].map(([name, reason]) => ({ name, reason }));
}

/**
 * The matrix of a CI: a job for each set of images that have nothing to do with each other. Those of a job are built by one
 * `docker buildx bake`, which knows their order.
 * @param names what to rebuild, in order
 */
export function matrix(targets, names) {
  const jobs = [];
  for (const name of names) {
    const below = upon(targets[name]).map(({ image }) => image);
    const joined = jobs.filter((job) => below.some((image) => job.includes(image)));
    for (const job of joined) jobs.splice(jobs.indexOf(job), 1);
    const job = [...joined.flat(), name];
    jobs.push(names.filter((each) => job.includes(each)));
  }
  return { include: jobs.map((job) => ({ name: job[0], targets: job.join(',') })) };
}
