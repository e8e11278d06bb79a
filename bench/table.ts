/** A table in Markdown, its columns as wide as their widest cell; numbers stand to the right. */
export function table(headings: string[], lines: string[][]): string {
  const widths = headings.map((_, place) =>
    Math.max(...[headings, ...lines].map((cells) => cells[place]?.length ?? 0)),
  );
  const rule = widths.map((width, place) => (place === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  const padded = (cells: string[]) =>
    cells.map((cell, place) =>
      place === 0 ? cell.padEnd(widths[place] ?? 0) : cell.padStart(widths[place] ?? 0),
    );
  return [padded(headings), rule, ...lines.map(padded)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
