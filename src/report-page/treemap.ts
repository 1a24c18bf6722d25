import { type HierarchyRectangularNode, hierarchy, treemap } from 'd3-hierarchy';
import { type Branch, insideOf, meaningsOf, namesOf, parts, type View } from '../report/page/branches.ts';
import { labelOf } from '../report/page/labels.ts';
import { hashOf } from '../report/page/place.ts';
import { count, MEANINGS, type Meaning, shareWords, sizeWords } from '../report/page/words.ts';
import { printable } from '../tree/printable.ts';
import { h, refill } from './dom.ts';

/** Cell is a rectangle: a part that can be opened, a decoration inside one, or the small parts together. */
interface Cell {
  readonly branch?: Branch;
  /** Meaning of most of its bytes. */
  readonly meaning: Meaning | 'left';
  readonly bytes: number;
  readonly cells: readonly Cell[];
}

type Box = HierarchyRectangularNode<Cell>;

/** Maximum number of parts drawn; more are indistinguishable, and the list beside the map has them all. */
const MOST = 60;
const MOST_INSIDE = 30;
/** Share of the whole below which a part is merged into the rest. */
const LEAST = 0.0008;

export interface Treemap {
  readonly element: HTMLElement;
  /** Draws the parts of a branch and marks `chosen`. */
  show(branch: Branch, view: View, chosen?: Branch): void;
  /** Moves the keyboard focus to the marked part, else to the first. */
  focus(): void;
}

/** @param up called to show the parent */
export function newTreemap(up: () => void): Treemap {
  const element = h('div', { class: 'map', role: 'group' });
  let draw = () => {};
  element.addEventListener('keydown', (event) => move(element, event, up));
  new ResizeObserver(() => draw()).observe(element);
  return {
    element,
    show: (branch, view, chosen) => {
      element.setAttribute('aria-label', `Map of ${count(branch.files, 'file')}, ${sizeWords(branch.bytes)}`);
      draw = () => drawParts(element, branch, view, chosen);
      draw();
    },
    focus: () => element.querySelector<HTMLElement>('a[tabindex="0"]')?.focus(),
  };
}

function drawParts(element: HTMLElement, shown: Branch, view: View, chosen?: Branch): void {
  const [width, height] = [element.clientWidth, element.clientHeight];
  if (width === 0) return;
  const focused = document.activeElement?.getAttribute('href');
  const root = hierarchy(cellsOf(shown), ({ cells }) => cells).sum(({ cells, bytes }) =>
    cells.length === 0 ? bytes : 0,
  );
  const layout = treemap<Cell>()
    .size([width, height])
    .paddingInner((box) => (box.depth === 0 ? 3 : 1))
    .paddingTop((box) => (box.depth === 1 && box.data.cells.length > 0 ? 22 : 0))
    .paddingRight((box) => (box.depth === 1 ? 3 : 0))
    .paddingBottom((box) => (box.depth === 1 ? 3 : 0))
    .paddingLeft((box) => (box.depth === 1 ? 3 : 0))
    .round(true);
  const boxes = layout(root).children ?? [];
  if (boxes.length === 0)
    refill(element, h('p', { class: 'empty' }, 'Only links and empty files, which have no size.'));
  else
    refill(
      element,
      boxes.map((box) => drawCell(box, shown, view, chosen)),
    );
  const links = [...element.querySelectorAll<HTMLElement>('a')];
  const first =
    links.find((link) => link.getAttribute('href') === focused) ??
    element.querySelector<HTMLElement>('a[aria-current]') ??
    links[0];
  first?.setAttribute('tabindex', '0');
  if (focused !== null && focused !== undefined && first?.getAttribute('href') === focused)
    first.focus({ preventScroll: true });
}

function cellsOf(shown: Branch): Cell {
  const all = parts(shown).filter(({ bytes }) => bytes > 0);
  const large = all.filter(({ bytes }, at) => at < MOST && bytes >= LEAST * shown.bytes);
  const rest = sum(all.slice(large.length));
  const cells = large.map((branch) => cellOf(branch, inside(branch)));
  const whole = { meaning: 'left', bytes: shown.bytes } as const;
  return { ...whole, cells: rest > 0 ? [...cells, { ...whole, bytes: rest, cells: [] }] : cells };
}

function inside(branch: Branch): readonly Cell[] {
  const cells = insideOf(branch, MOST_INSIDE).map((each) => cellOf(each, []));
  const rest = { bytes: branch.bytes - sum(cells), meaning: meaningOf(branch), cells: [] };
  return rest.bytes > 0 && cells.length > 0 ? [...cells, rest] : cells;
}

function cellOf(branch: Branch, cells: readonly Cell[]): Cell {
  return { branch, meaning: meaningOf(branch), bytes: branch.bytes, cells };
}

function meaningOf(branch: Branch): Meaning | 'left' {
  const [largest] = [...meaningsOf(branch)].sort(([, a], [, b]) => b - a);
  return largest?.[0] ?? 'left';
}

function sum(all: readonly { readonly bytes: number }[]): number {
  return all.reduce((total, { bytes }) => total + bytes, 0);
}

function drawCell(box: Box, shown: Branch, view: View, chosen?: Branch): HTMLElement {
  const { branch, bytes } = box.data;
  if (branch === undefined)
    return place(
      h('span', { class: 'cell rest', title: `${sizeWords(bytes)} in smaller parts` }),
      box,
      box.parent,
    );
  const label = printable(labelOf(branch, shown, view));
  // If the cell is narrow, the folders are shortened first.
  const tail = label.replace(/\/$/, '').lastIndexOf('/') + 1;
  const share = shareWords(bytes, shown.bytes);
  const words =
    branch.item?.meaning === undefined ? count(branch.files, 'file') : MEANINGS[branch.item.meaning];
  const more = `, ${share}, ${words}`;
  const cell = h(
    'a',
    {
      class: `cell ${branch.item === undefined ? 'folder' : (branch.item.meaning ?? 'left')}`,
      href: hashOf({ view, names: namesOf(branch) }),
      tabindex: -1,
      title: `${label}, ${sizeWords(bytes)}${more}`,
      'aria-current': branch === chosen && 'true',
    },
    h(
      'span',
      { class: 'label' },
      h('span', { class: 'folders' }, label.slice(0, tail)),
      h('span', { class: 'name' }, label.slice(tail)),
      h('span', { class: 'unseen' }, ', '),
      h('span', { class: 'size' }, sizeWords(bytes)),
      h('span', { class: 'unseen' }, more),
    ),
    (box.children ?? []).map((child) =>
      place(h('span', { class: `tile ${child.data.meaning}` }), child, box),
    ),
  );
  return place(cell, box, box.parent);
}

function place(element: HTMLElement, box: Box, within: Box | null): HTMLElement {
  const [width, height] = [box.x1 - box.x0, box.y1 - box.y0];
  element.style.left = `${box.x0 - (within?.x0 ?? 0)}px`;
  element.style.top = `${box.y0 - (within?.y0 ?? 0)}px`;
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
  if (width < 44 || height < 20) element.classList.add('small');
  else if (width < 140) element.classList.add('narrow');
  return element;
}

const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Handles keys: arrows go to the nearest cell on that side, Escape and Backspace go up. */
function move(element: HTMLElement, event: KeyboardEvent, up: () => void): void {
  const links = [...element.querySelectorAll<HTMLElement>('a')];
  const current = links.find((link) => link === document.activeElement);
  const arrow = ARROWS[event.key];
  const ends: Readonly<Record<string, HTMLElement | undefined>> = { Home: links[0], End: links.at(-1) };
  const next = arrow && current ? nearest(links, current, arrow) : ends[event.key];
  if (event.key === 'Escape' || event.key === 'Backspace') up();
  else if (next === undefined) return;
  event.preventDefault();
  if (next === undefined) return;
  for (const link of links) link.tabIndex = link === next ? 0 : -1;
  next.focus();
}

function nearest(
  links: readonly HTMLElement[],
  from: HTMLElement,
  [x, y]: readonly [number, number],
): HTMLElement | undefined {
  const middle = (link: HTMLElement) => {
    const { left, top, width, height } = link.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2, box: link.getBoundingClientRect() };
  };
  const here = middle(from);
  const distance = (link: HTMLElement): number => {
    const there = middle(link);
    const along = x * (there.x - here.x) + y * (there.y - here.y);
    const isBeyond =
      x * (x > 0 ? there.box.left - here.box.right : there.box.right - here.box.left) +
        y * (y > 0 ? there.box.top - here.box.bottom : there.box.bottom - here.box.top) >=
      -1;
    if (link === from || !isBeyond) return Number.POSITIVE_INFINITY;
    // An arrow key should stay in its row or column, so the distance across counts more.
    return along + 3 * aside(here.box, there.box, x !== 0);
  };
  const found = links.reduce<HTMLElement>(
    (best, link) => (distance(link) < distance(best) ? link : best),
    from,
  );
  return found === from ? undefined : found;
}

/** Returns the distance of two boxes across the direction of movement. */
function aside(a: DOMRect, b: DOMRect, isRow: boolean): number {
  const [from, to, start, end] = isRow
    ? [a.top, a.bottom, b.top, b.bottom]
    : [a.left, a.right, b.left, b.right];
  return Math.max(0, start - to, from - end);
}
