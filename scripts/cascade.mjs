/**
 * Lists the images to rebuild because packages have newer versions, in build order: `node scripts/cascade.mjs [IMAGE…]`. The
 * published images have the tags of docker-bake.hcl; REGISTRY and PLATFORMS apply as in `docker buildx bake`. `--matrix` prints
 * a CI matrix as JSON on stdout, and the list on stderr. `--all` rebuilds every image.
 *
 * The exit status is 0 if there is nothing to build, 10 if there is (0 with `--matrix`), 75 if the mirror should be tried again
 * later, and 1 for an error.
 */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { bakeTargets } from './bake.mjs';
import { basesOf, cascade, matrix, readAnswer } from './family.mjs';

const OUTDATED = 10;
const TRY_AGAIN = 75;
/** Images that are checked at the same time; a check spends most of its time waiting. */
const AT_ONCE = 4;

/** Returns the answer about a published image, as `cascade` takes it. */
async function answerOf(name, targets) {
  const published = [{ context: 'published', image: name }, ...basesOf(targets[name])];
  const contexts = published.flatMap(({ context, image }) => [
    '--set',
    `${name}.contexts.${context}=docker-image://${targets[image].tags[0]}`,
  ]);
  const { status, stdout, stderr } = await docker('--call=outdated,format=json', ...contexts, name);
  if (status === 0 || status === OUTDATED) return readAnswer(JSON.parse(stdout).target[name].outdated);
  if (/\[invalid-baseline\]\n.*: not found$/m.test(stderr)) return { reason: 'is not published yet' };
  // The base image is not published yet, which is reason enough to rebuild it.
  if (/\[unusable-base\]\n.*: not found$/m.test(stderr)) return { changed: [] };
  const told = status === TRY_AGAIN ? problems(JSON.parse(stdout).target[name].outdated) : stderr.trim();
  throw Object.assign(new Error(`${name}: ${told}`), { status });
}

function problems({ problems }) {
  return problems.map(({ message, code }) => `${message} [${code}]`).join('\n');
}

async function docker(...args) {
  const child = spawn('docker', ['buildx', 'bake', '--progress=quiet', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await ended, stdout, stderr };
}

async function main() {
  const options = { all: { type: 'boolean' }, matrix: { type: 'boolean' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const targets = await bakeTargets(positionals);
  const waiting = Object.keys(targets);
  const answers = new Map();
  const worker = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      answers.set(name, values.all ? { reason: 'is requested' } : await answerOf(name, targets));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const list = cascade(targets, answers);
  const lines = list.map(({ name, reason }) => `${name}: ${reason}\n`);
  const report = lines.length === 0 ? 'Nothing to build.\n' : lines.join('');
  if (!values.matrix) {
    process.stdout.write(report);
    return list.length === 0 ? 0 : OUTDATED;
  }
  process.stderr.write(report);
  process.stdout.write(
    `${JSON.stringify(
      matrix(
        targets,
        list.map(({ name }) => name),
      ),
    )}\n`,
  );
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${(error.stderr || error.message).trimEnd()}\n`);
  process.exitCode = error.status === TRY_AGAIN ? TRY_AGAIN : 1;
}
