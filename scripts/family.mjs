/** The dependencies between images, and the images to rebuild when others change. */

/** Returns the base images of an image with the names of their contexts, as in `base = "target:base"`. */
export function basesOf({ contexts = {} }) {
  return Object.entries(contexts).flatMap(([context, value]) =>
    value.startsWith('target:') ? [{ context, image: value.slice('target:'.length) }] : [],
  );
}

/**
 * Returns the names of all images, each after its base images, otherwise sorted by name.
 * @param targets as bake prints them; it refuses cycles
 */
export function inOrder(targets) {
  const depths = new Map();
  const depth = (name) => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    const made = 1 + Math.max(-1, ...basesOf(targets[name]).map(({ image }) => depth(image)));
    depths.set(name, made);
    return made;
  };
  return Object.keys(targets)
    .sort()
    .sort((a, b) => depth(a) - depth(b));
}

/**
 * Reads an answer of `--call=outdated,format=json` and merges its platforms.
 * @returns `changed`, a line and a name for each changed package; `reason` to rebuild the image, if there is one; `holds`, by
 *   the base image's context: `'all'` of its packages, or the names of those that the image has
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
    below === undefined ? [] : [`the base image ${below} has changed`],
  );
  const reason = [...changed.map(({ line }) => line), ...new Set(others)].join(', ');
  return { changed, holds: holdsOf(platforms), ...(outdated && { reason }) };
}

function holdsOf(platforms) {
  const holds = new Map();
  for (const { base } of platforms) {
    if (base === undefined) continue;
    const known = holds.get(base.name) ?? [];
    const isAll = known === 'all' || base.holds === 'all';
    holds.set(base.name, isAll ? 'all' : [...known, ...base.holds]);
  }
  return holds;
}

/**
 * Returns the images to rebuild, in build order: those with their own reason, and those that have changed packages of another.
 * @param answers by name, as `readAnswer` returns them; with a reason but without `changed`, anything may have changed
 */
export function cascade(targets, answers) {
  const rebuilt = new Map();
  for (const name of inOrder(targets)) {
    const { reason, changed, holds } = answers.get(name) ?? { changed: [] };
    const below = basesOf(targets[name]).flatMap(({ context, image }) =>
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

/** Returns the reasons to rebuild an image after its base image. Without `held`, it is unknown what the image has of that one. */
function inherited(image, changed, held) {
  const reason = `depends on ${image}`;
  if (changed === undefined || held === undefined) return [{ reason }];
  if (held === 'all') return [{ reason, changed }];
  const common = changed.filter(({ name }) => held.includes(name));
  if (common.length === 0) return [];
  return [{ reason: `${common.map(({ line }) => line).join(', ')} in ${image}`, changed: common }];
}

/**
 * Returns a CI matrix with a job for each set of images that depend on each other. One `docker buildx bake` builds those of a
 * job, and knows their order.
 * @param names images to rebuild, in build order
 */
export function matrix(targets, names) {
  const jobs = [];
  for (const name of names) {
    const below = basesOf(targets[name]).map(({ image }) => image);
    const joined = jobs.filter((job) => below.some((image) => job.includes(image)));
    for (const job of joined) jobs.splice(jobs.indexOf(job), 1);
    const job = [...joined.flat(), name];
    jobs.push(names.filter((each) => job.includes(each)));
  }
  return { include: jobs.map((job) => ({ name: job[0], targets: job.join(',') })) };
}
