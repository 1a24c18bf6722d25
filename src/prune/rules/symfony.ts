import type { Rule } from '../rule.ts';

export const symfony: Rule = {
  name: 'symfony',
  why: 'the class Process starts every command through a shell',
  source: 'Process::start() in symfony/process; composer and php-symfony-process of Debian',
  when: ['/**/{Symfony/Component/Process,symfony/process}/Process.php'],
  keep: ['/usr/bin/sh'],
};
