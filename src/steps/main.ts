import { mib } from './command.ts';
import { say } from './say.ts';

mib(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    say(...text.split('\n'));
    process.exitCode = 1;
  },
);
