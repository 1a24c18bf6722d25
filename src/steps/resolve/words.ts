/** Shortens apt's output so that it fits under a line of an Imagefile. Checked against apt 2.6 and 3.0. */

/** Returns the lines that say why packages cannot be installed: apt's list first, then the output of its newer solver. */
export function unmetWords(stdout: string, stderr: string): string[] {
  const lines = stdout.split('\n');
  const unmet = lines.findIndex((line) => line.startsWith('The following packages have unmet dependencies:'));
  const listed = unmet < 0 ? [] : lines.slice(unmet + 1).filter((line) => line.startsWith(' '));
  const said = stderr.split('\n').map((line) => line.replace(/^([EWN]: | {3})/, '').trimEnd());
  return [...listed.map(oneLine), ...said.filter((line) => line !== '' && !NOISE.test(line))];
}

/** Lines that only say that apt failed, or where to look further. */
const NOISE =
  /^(Unable to correct problems|Error, pkgProblemResolver|The following information from --solver|\s*\[no choices\])/;

/** Returns apt's reasons for rejecting the index at `place`, with `url` in its stead. */
export function indexWords(stderr: string, place: string, url: string): string[] {
  const lines = stderr.split('\n').filter((line) => /^[EW]: /.test(line));
  const about = lines.filter((line) => line.includes(`${place} `) || line.includes(`${place}/`));
  const words = about.map((line) =>
    oneLine(line.slice(3).replaceAll(place, url))
      .replace(/ \(invalid since [^)]*\)/, '')
      .replace(/Sub-process \S+ returned an error code \(\d+\), error message is: /, ''),
  );
  const reasons = words.filter((line) => !/^The repository '.*' is (not|no longer) signed\.$/.test(line));
  return [...new Set(reasons.length > 0 ? reasons : words)];
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}
