/** A step of a build: what it is called, and when it was at work, in seconds since the epoch. */
export interface Step {
  readonly name: string;
  readonly spans: readonly Span[];
}

export type Span = readonly [start: number, end: number];

/** A line of `--progress=rawjson`: BuildKit's SolveStatus (client/graph.go), of which this is what we read. */
interface Status {
  readonly vertexes?: readonly Vertex[];
  readonly logs?: readonly { readonly data?: string }[];
}

interface Vertex {
  readonly digest: string;
  readonly name: string;
  readonly started?: string;
  readonly completed?: string;
}

/** The steps that ran, in order of their first appearance. A step can be started more than once. */
export function readSteps(progress: string): Step[] {
  const found = new Map<string, { name: string; spans: Map<string, Span> }>();
  for (const { digest, name, started, completed } of statuses(progress).flatMap(
    (one) => one.vertexes ?? [],
  )) {
    const step = found.get(digest) ?? { name, spans: new Map<string, Span>() };
    found.set(digest, step);
    if (started !== undefined && completed !== undefined) {
      step.spans.set(started, [seconds(started), seconds(completed)]);
    }
  }
  return [...found.values()].map(({ name, spans }) => ({ name, spans: [...spans.values()] }));
}

/** Why a build failed: the end of what its steps said, then what docker said. */
export function explainFailure(progress: string): string {
  const said = statuses(progress)
    .flatMap((one) => one.logs ?? [])
    .map(({ data }) => Buffer.from(data ?? '', 'base64').toString())
    .join('');
  const words = lines(progress).filter((line) => !line.startsWith('{'));
  return [...said.trimEnd().split('\n').slice(-20), ...words].join('\n');
}

function statuses(progress: string): Status[] {
  return lines(progress)
    .filter((line) => line.startsWith('{'))
    .map((line): Status => JSON.parse(line));
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** `Date` knows milliseconds, which is enough. */
function seconds(time: string): number {
  return Date.parse(time) / 1000;
}
