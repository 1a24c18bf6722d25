import type { Base, Scenario } from './scenarios.ts';

/** The image of mib to build with, as for test/bases/docker-bake.hcl. */
const FRONTEND = process.env.FRONTEND || 'mib/frontend';

const MOUNT = `--mount=type=bind,from=${FRONTEND},target=/.mib`;

/** The tag of the look-alike of Alpine. */
export const ALPINE = 'mib-test/bases-alpine';

const install = (...packages: readonly string[]) =>
  `RUN apt-get update -q && apt-get install -qy --no-install-recommends ${packages.join(' ')}`;

/** Java's packages link manual pages into a folder that a slim image lacks. */
const MANUALS = 'RUN mkdir -p /usr/share/man/man1';

/** The stages that scenarios start from; `debian` is an image. */
const BASES: Readonly<Record<Base, string>> = {
  alpine: `FROM ${ALPINE} AS alpine`,
  debian: 'FROM debian:trixie-slim AS debian',
  empty: 'FROM scratch AS empty',
  java: `FROM debian AS java\n${MANUALS}\n${install('openjdk-21-jdk-headless')}`,
  programs: `FROM debian AS programs\n${install('nginx-light', 'python3')}`,
};

/** The stages that compile what scenarios copy. */
const MADE: Readonly<Record<string, string>> = {
  tools: `FROM debian AS tools
${install('gcc', 'libc6-dev', 'musl-tools')}
COPY toy.c libtoy.c fork.c /
RUN mkdir -p /musl/usr/bin /musl/usr/lib /loader && \\
    musl-gcc -shared -fPIC -o /musl/usr/lib/libtoy.so libtoy.c && \\
    musl-gcc -o /musl/usr/bin/toy toy.c -L/musl/usr/lib -ltoy && \\
    cp -L /lib/ld-musl-*.so.1 /loader && \\
    gcc -o /fork fork.c`,
  jar: `FROM java AS jar
COPY Main.java /
RUN javac Main.java && jar cfe Main.jar Main Main.class`,
};

/** The files of the build context. */
export const SOURCES = {
  'libtoy.c': 'int answer(void) { return 42; }\n',
  'toy.c': `#include <stdio.h>
int answer(void);
int main(int count, char **words) {
	FILE *file = fopen(words[1], "r");
	int letter;
	if (!file) return 1;
	while ((letter = getc(file)) != EOF) putchar(letter);
	return printf("%d\\n", answer()) < 0;
}
`,
  'fork.c': `#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
	const char *name = fork() ? wait(0), "parent" : "child";
	return !fopen(name, "r") || puts(name) < 0;
}
`,
  'Main.java': 'class Main { public static void main(String[] words) { System.out.println("huhuhi"); } }\n',
};

/** Returns a Dockerfile whose last stage has the export of each scenario, and what its command says, in a folder by number. */
export function dockerfileOf(scenarios: readonly Scenario[]): string {
  const bases = new Set(['debian', ...scenarios.map(({ base }) => base)]);
  const text = scenarios.flatMap(({ lines }) => lines).join('\n');
  return [
    ...Object.entries(BASES).flatMap(([name, stage]) => (bases.has(name) ? [stage] : [])),
    ...Object.entries(MADE).flatMap(([name, stage]) => (text.includes(`--from=${name} `) ? [stage] : [])),
    ...scenarios.map(stagesOf),
    'FROM scratch',
    ...scenarios.map((scenario, number) => results(scenario, number)),
    '',
  ].join('\n');
}

function stagesOf({ base, lines, args, run }: Scenario, number: number): string {
  const words = (argv: readonly string[]) => JSON.stringify(argv);
  const stage = [`FROM ${base} AS s${number}`, ...lines, `RUN ${MOUNT} ${words(['/.mib/export', ...args])}`];
  if (run === undefined) return stage.join('\n');
  // The shell is mib's own, mounted: the image may have none.
  const shell = ['/.mib/usr/lib/mib/tools/busybox', 'sh', '-c', `(${run[0]}) >/said 2>&1`];
  return [
    ...stage,
    `FROM scratch AS run${number}`,
    `COPY --from=s${number} /export /`,
    `RUN ${MOUNT} ${words(shell)}`,
  ].join('\n');
}

function results({ run }: Scenario, number: number): string {
  const files = `COPY --from=s${number} /export /${number}/files`;
  return run === undefined ? files : `${files}\nCOPY --from=run${number} /said /${number}/said`;
}
