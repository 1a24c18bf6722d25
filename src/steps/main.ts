import { mib } from './command.ts';
import { failed } from './failure.ts';

mib(process.argv.slice(2))
  .catch(failed)
  .then((status) => {
    process.exitCode = status;
  });
