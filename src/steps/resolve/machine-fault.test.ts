import { expect, test } from 'vitest';
import { refuseMachineFault } from './machine-fault.ts';

const outcome = (status: number, stderr: string) => ({ status, stderr, stdout: Buffer.alloc(0) });

test('what apt says of packages and signatures is an answer', () => {
  refuseMachineFault(outcome(0, 'W: No space left on device\n'));
  refuseMachineFault(outcome(100, 'E: Unable to correct problems, you have held broken packages.\n'));
  refuseMachineFault(outcome(100, "E: The repository 'file:/x tiny InRelease' is not signed.\n"));
});

test('what fails for a reason of the machine is none, and ends the step', () => {
  expect(() =>
    refuseMachineFault(outcome(100, 'E: Write error - write (28: No space left on device)\n')),
  ).toThrow('apt-get ended with status 100: E: Write error - write (28: No space left on device)');
  expect(() => refuseMachineFault(outcome(129, ''))).toThrow('apt-get ended with status 129: ');
});
