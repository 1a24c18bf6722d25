/** What apt says, made short enough to stand under a line of an Imagefile. Checked against apt 2.6 and 3.0. */

/** The lines that say why packages cannot be installed. */
export function explanationOf(stdout: string, stderr: string): string[] {
  const lines = stdout.split('\n');
  const unmet = lines.findIndex((line) => line.startsWith('The following packages have unmet dependencies:'));
  const listed = unmet < 0 ? [] : lines.slice(unmet + 1).filter((line) => line.startsWith(' '));
  const said = stderr.split('\n').map((line) => line.replace(/^[EWN]: /, ''));
  const errors = said.filter((line) => line.trim() !== '' && !NOISE.some((noise) => line.startsWith(noise)));
  return [...listed, ...errors].map((line) => line.trim().replaceAll(/\s+/g, ' '));
}

/** Says no more than that it failed, or where apt would look further. */
const NOISE = [
  'Unable to correct problems, you have held broken packages.',
  'Error, pkgProblemResolver::Resolve generated breaks',
  'The following information from --solver 3.0 may provide additional context:',
];
