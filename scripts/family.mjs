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

/**
 * What an answer of `--call=outdated,format=json` says, of all platforms at once.
 * @returns `changed`, a line for each package that did, with its name; `reason` to rebuild the image, if there is one; `holds`, by the
 *   context of what it is built upon: `'all'` of that, or the names of packages
 */
export function readAnswer({ outdated, platforms }) {
  const lines = platforms.flatMap(({ changes }) =>
    changes.map((change) => [
      `${change.package} ${change.old ?? '(none)'} -> ${change.new ?? '(none)'}`,
      change.package,
    ]),
  );
  const changed = [...new Map(lines)].map(([line, name]) => ({ name, line }));
  const others = platforms.flatMap(({ below }) =>
    below === undefined ? [] : [`another ${below} is published`],
  );
  const reason = [...changed.map(({ line }) => line), ...new Set(others)].join(', ');
  return { changed, holds: holdsOf(platforms), ...(outdated && { reason }) };
}

function holdsOf(platforms) {
  const holds = new Map();
  for (const { upon } of platforms) {
    if (upon === undefined) continue;
    const known = holds.get(upon.name) ?? [];
    const isAll = known === 'all' || upon.holds === 'all';
    holds.set(upon.name, isAll ? 'all' : [...known, ...upon.holds]);
  }
  return holds;
}

/**
 * What to rebuild, in order: what has a reason of its own, and what holds something of another image that changes there.
 * @param answers by name, as `readAnswer` has them; one with a reason and without `changed` may be another in everything
 */
export function cascade(targets, answers) {
  const rebuilt = new Map();
  for (const name of inOrder(targets)) {
    const { reason, changed, holds } = answers.get(name) ?? { changed: [] };
    const below = upon(targets[name]).flatMap(({ context, image }) =>
      rebuilt.has(image) ? inherited(image, rebuilt.get(image).changed, holds?.get(context)) : [],
    );
    const all = [{ reason, changed }, ...below].filter((each) => each.reason !== undefined);
    if (all.length === 0) continue;
    const isKnown = all.every((each) => each.changed !== undefined);
    rebuilt.set(name, {
      reason: all[0].reason,
      ...(isKnown && { changed: all.flatMap((each) => each.changed) }),
    });
  }
  return [...rebuilt].map(([name, { reason }]) => ({ name, reason }));
}

/** What a change of an image changes in one that holds some of it; of one that copies from it, nobody knows. */
function inherited(image, changed, held) {
  const reason = `is built upon ${image}`;
  if (changed === undefined || held === undefined) return [{ reason }];
  if (held === 'all') return [{ reason, changed }];
  const common = changed.filter(({ name }) => held.includes(name));
  if (common.length === 0) return [];
  return [{ reason: `${common.map(({ line }) => line).join(', ')} in ${image}`, changed: common }];
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
