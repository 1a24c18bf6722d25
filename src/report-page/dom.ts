import { printable } from '../report/page/words.ts';

/** What an element may hold. Text is text: nothing of it is ever read as HTML. */
export type Content = Node | string | undefined | false | readonly Content[];

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element. An attribute that is `false` or undefined is left out; one that is `true` is empty. */
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

/** Puts other content into an element. */
export function refill(element: Element, ...content: readonly Content[]): void {
  element.replaceChildren();
  fill(element, content);
}

/** A path or a name that somebody else chose. */
export function code(name: string): HTMLElement {
  return h('code', {}, breakable(printable(name)));
}

/** A long path may be broken behind its slashes. */
function breakable(path: string): Content {
  return path.split(/(?<=\/)/).flatMap((part, at) => (at === 0 ? [part] : [h('wbr'), part]));
}

/** Rows, and a button that shows more of them where there are many. */
export function some<T>(
  all: readonly T[],
  few: number,
  show: (items: readonly T[]) => Content,
  into: HTMLElement,
): Content {
  return [into, fillSome(all, few, show, into)];
}

/** Shows a few rows. @returns a button that shows more of them, a few hundred at a time; nothing where these were all */
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
    // Whoever reads with the keyboard goes on where the new rows begin.
    into.children[first]?.querySelector<HTMLElement>('a, button')?.focus();
    if (shown >= all.length) button.remove();
    else name();
  });
  return button;
}

const MORE = 200;
