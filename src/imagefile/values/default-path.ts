/** The PATH of an image that sets none, and of the commands of a build. src/steps/export.sh repeats it. */
export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
