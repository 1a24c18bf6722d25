/** The PATH of a container whose image sets none, and of the programs of a build. src/steps/export.sh repeats it. */
export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
