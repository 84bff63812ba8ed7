import type { ComponentChildren } from "preact";

export interface Column<T> {
  name: string;
  cell: (item: T) => ComponentChildren;
  isNumber?: boolean;
}

interface Props<T extends { id: string }> {
  /** What is listed, for whoever does not see it. */
  caption: string;
  columns: Column<T>[];
  items: T[];
}

/**
 * A list with columns; the first names the line. On a telephone each line is a card, which a browser would no longer
 * tell as a table: so the roles are written out.
 */
export function Table<T extends { id: string }>({ caption, columns, items }: Props<T>) {
  const [first, ...others] = columns;
  return (
    <table role="table" aria-label={caption}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ name, isNumber }) => (
            <th role="columnheader" scope="col" class={isNumber ? "number" : ""}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {items.map((item) => (
          <tr role="row" key={item.id}>
            <th role="rowheader" scope="row">
              {first?.cell(item)}
            </th>
            {others.map(({ name, cell, isNumber }) => (
              <td role="cell" data-label={name} class={isNumber ? "number" : ""}>
                {cell(item)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
