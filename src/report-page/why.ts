import type { Reason } from '../prune/graph.ts';
import type { Item, Model } from '../report/page/model.ts';
import { count, reasonWords } from '../report/page/words.ts';
import { printable, typeable } from '../tree/printable.ts';
import { type Content, code, h, some } from './dom.ts';
import { packageLink, placeLink } from './links.ts';

/** Explains why something is in the image: the shortest chain of reasons, all reasons, and what is kept because of it. */
export function whyKept(model: Model, id: string): Content {
  const reasons = model.reasonsOf(id);
  const because = model.becauseOf(id);
  return [
    h('h4', {}, 'Why it is in the image'),
    h(
      'ol',
      { class: 'way' },
      model
        .wayOf(id)
        .map((step, at) =>
          h(
            'li',
            {},
            at === 0 ? h('span', {}, 'It is ') : [placeLink(model, step.id), ' is '],
            words(step.reason),
          ),
        ),
    ),
    reasons.length > 1 &&
      h(
        'details',
        {},
        h('summary', {}, `All ${reasons.length} reasons`),
        some(
          reasons,
          20,
          (all) =>
            all.map((each) =>
              h('li', {}, words(each), each.from === undefined ? '' : [' ', placeLink(model, each.from)]),
            ),
          h('ul'),
        ),
      ),
    because.length > 0 &&
      h(
        'details',
        {},
        h('summary', {}, `${count(because.length, 'path')} in the image because of it`),
        some(because, 20, (all) => all.map((each) => h('li', {}, placeLink(model, each))), h('ul')),
      ),
  ];
}

/** Returns the text of a reason; its origin follows as the next step, or after the text. */
function words(reason: Reason): Content {
  const soft =
    reason.strength === 'soft'
      ? h('span', { class: 'soft', title: 'The image starts without it' }, ' (soft)')
      : undefined;
  return [printable(reasonWords(reason)), soft];
}

/** Explains why something is not in the image. */
export function whyLeft({ contents }: Model, { id, package: of }: Item): Content {
  const dropped = contents.dropped.find(({ path }) => path === id);
  const keep = `keep: [${JSON.stringify(typeable(id))}]`;
  return [
    h('h4', {}, 'Why it is not in the image'),
    dropped === undefined
      ? h(
          'p',
          {},
          contents.withheld.includes(id)
            ? 'A check used it, but it is a secret or state of the build machine.'
            : 'Nothing that is kept needs it, and no check used it.',
          ' To keep it: ',
          code(keep),
        )
      : h(
          'p',
          {},
          'The line ',
          code(`drop: [${JSON.stringify(dropped.pattern)}]`),
          ' matches it. Without that line it would be kept: ',
          reasonList(dropped.reasons),
        ),
    of &&
      !of.kept &&
      h(
        'p',
        {},
        'No file of the package ',
        packageLink(of),
        ` is in the image. It was installed: ${of.why}.`,
      ),
  ];
}

export function reasonList(reasons: readonly Reason[]): string {
  return reasons
    .map(
      (reason) =>
        `${printable(reasonWords(reason))}${reason.from === undefined ? '' : ` ${printable(reason.from)}`}`,
    )
    .join('; ');
}
