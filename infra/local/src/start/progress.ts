const plain = !process.stderr.isTTY || process.env['NO_COLOR'] !== undefined;

/** Show one step of a longer work, with the time it took; a failure is shown and thrown on. */
export async function step<T>(
  title: string,
  work: (say: (detail: string) => void) => Promise<T> | T,
): Promise<T> {
  const began = Date.now();
  let detail = '';
  const draw = (mark: string, end: string) => {
    const line = `${mark} ${title}${detail ? `: ${detail}` : ''}`;
    process.stderr.write(plain ? `${line}${end}` : `\r\x1b[2K${line}${end}`);
  };
  if (plain) process.stderr.write(`… ${title}\n`);
  else draw('…', '');
  try {
    const result = await work((said) => {
      detail = said;
      if (!plain) draw('…', '');
    });
    draw('✓', ` (${seconds(began)})\n`);
    return result;
  } catch (error) {
    draw('✗', ` (${seconds(began)})\n`);
    throw error;
  }
}

/** A bar such as `████████░░░░ 2,100 of 4,200`. */
export function bar(done: number, total: number, width = 24): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const full = Math.round(share * width);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} ${done.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}`;
}

export function say(text = ''): void {
  process.stderr.write(`${text}\n`);
}

function seconds(began: number): string {
  return `${((Date.now() - began) / 1000).toFixed(1)} s`;
}
