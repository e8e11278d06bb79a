import { fieldProblem, type FieldProblem } from './problems.ts';

const forbidden = new Set(['__proto__', 'constructor', 'prototype']);
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const deepest = 20;

/**
 * What no field of ours ever takes, found before any schema looks: keys that reach for prototypes, control
 * characters, text that is not valid Unicode or was not sent in UTF-8, and nesting without end.
 */
export function unsafeInput(value: unknown, where: FieldProblem['in']): FieldProblem[] {
  const found: FieldProblem[] = [];
  const todo: { value: unknown; path: string[] }[] = [{ value, path: [] }];
  for (let next = todo.pop(); next && found.length < 20; next = todo.pop()) {
    const { value: at, path } = next;
    const text = typeof at === 'string' ? unsafeText(at) : undefined;
    if (text) found.push(fieldProblem(where, path, text));
    if (typeof at !== 'object' || at === null) continue;
    if (path.length >= deepest) {
      found.push(fieldProblem(where, path.slice(0, 3), `This may be nested at most ${deepest} deep`));
      continue;
    }
    for (const [key, inner] of Object.entries(at)) {
      const steps = Array.isArray(at) ? [key] : key.split('.');
      const fault = steps.some((step) => forbidden.has(step)) ? 'This field is not known' : unsafeText(key);
      if (fault) found.push(fieldProblem(where, [...path, visible(key)], fault));
      else todo.push({ value: inner, path: [...path, key] });
    }
  }
  return found;
}

function unsafeText(text: string): string | undefined {
  if (!text.isWellFormed() || text.includes('\ufffd')) return 'This has characters that are not valid UTF-8';
  return control.test(text) ? 'This has control characters, which are not allowed' : undefined;
}

function visible(key: string): string {
  return key.toWellFormed().replace(new RegExp(control, 'g'), '\ufffd');
}
