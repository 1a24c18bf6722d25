import { type Content, fillSome, h, refill } from './dom.ts';

/** Column has a heading, the content of a cell, and the sort key. */
export interface Column<T> {
  readonly name: string;
  readonly show: (row: T) => Content;
  readonly by: (row: T) => string | number;
  readonly isNumber?: boolean;
}

/** Number of rows shown at first. */
const FEW = 25;

/**
 * Creates a table with sortable columns. On a narrow screen, each row is a card with labelled cells; roles are explicit,
 * because browsers drop them with the table layout.
 */
export function table<T>(
  caption: string,
  columns: readonly Column<T>[],
  rows: readonly T[],
  sortedBy: number,
): Content {
  const body = h('tbody', { role: 'rowgroup' });
  const more = h('div');
  const headings = columns.map(({ name, isNumber }) =>
    h(
      'th',
      { role: 'columnheader', scope: 'col', class: isNumber ? 'number' : '' },
      h('button', { type: 'button' }, name),
    ),
  );
  let isDown = true;
  let current = -1;
  const sort = (at: number) => {
    const column = columns[at];
    if (column === undefined) return;
    isDown = at === current ? !isDown : column.isNumber === true;
    current = at;
    headings.forEach((heading, index) => {
      if (index === at) heading.setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
      else heading.removeAttribute('aria-sort');
    });
    const sorted = [...rows].sort((a, b) => (isDown ? -1 : 1) * compare(column.by(a), column.by(b)));
    refill(body);
    refill(
      more,
      fillSome(sorted, FEW, (all) => all.map((row) => tableRow(columns, row)), body),
    );
  };
  for (const [at, heading] of headings.entries())
    heading.firstChild?.addEventListener('click', () => sort(at));
  sort(sortedBy);
  const head = h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, headings));
  return [h('table', { role: 'table' }, h('caption', {}, caption), head, body), more];
}

function tableRow<T>(columns: readonly Column<T>[], row: T): HTMLElement {
  const cells = columns.map(({ name, show, isNumber }, at) => {
    const attributes = { 'data-name': name, class: isNumber ? 'number' : '' };
    return at === 0
      ? h('th', { role: 'rowheader', scope: 'row', ...attributes }, show(row))
      : h('td', { role: 'cell', ...attributes }, show(row));
  });
  return h('tr', { role: 'row' }, cells);
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
