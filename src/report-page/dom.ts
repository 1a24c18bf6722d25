import { printable } from '../tree/printable.ts';

/** Content is the content of an element. Text is never parsed as HTML. */
export type Content = Node | string | undefined | false | readonly Content[];

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Creates an element. An attribute that is `false` or undefined is omitted; one that is `true` is empty. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...content: readonly Content[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value));
  }
  fill(element, content);
  return element;
}

function fill(element: Element, content: Content): void {
  if (typeof content === 'string' || content instanceof Node) element.append(content);
  else if (content) for (const each of content) fill(element, each);
}

/** Replaces the content of an element. */
export function refill(element: Element, ...content: readonly Content[]): void {
  element.replaceChildren();
  fill(element, content);
}

/** Shows a path or name that mib did not choose, with invisible characters escaped. */
export function code(name: string): HTMLElement {
  return h('code', {}, breakable(printable(name)));
}

/** Allows line breaks after the slashes of a path. */
function breakable(path: string): Content {
  return path.split(/(?<=\/)/).flatMap((part, at) => (at === 0 ? [part] : [h('wbr'), part]));
}

/** Shows rows, with a button for more if there are many. */
export function some<T>(
  all: readonly T[],
  few: number,
  show: (items: readonly T[]) => Content,
  into: HTMLElement,
): Content {
  return [into, fillSome(all, few, show, into)];
}

/** Shows the first rows. @returns a button that shows a few hundred more; undefined if all are shown */
export function fillSome<T>(
  all: readonly T[],
  few: number,
  show: (items: readonly T[]) => Content,
  into: HTMLElement,
): HTMLElement | undefined {
  fill(into, show(all.slice(0, few)));
  if (all.length <= few) return undefined;
  let shown = few;
  const button = h('button', { type: 'button', class: 'more' });
  const name = () => {
    button.textContent = `Show ${Math.min(MORE, all.length - shown)} more of ${all.length}`;
  };
  name();
  button.addEventListener('click', () => {
    const first = into.children.length;
    fill(into, show(all.slice(shown, shown + MORE)));
    shown += MORE;
    // Keyboard focus moves to the first new row.
    into.children[first]?.querySelector<HTMLElement>('a, button')?.focus();
    if (shown >= all.length) button.remove();
    else name();
  });
  return button;
}

const MORE = 200;
