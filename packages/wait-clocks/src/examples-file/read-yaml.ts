import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
} from 'yaml';
import type { Document } from 'yaml';
import { explained, type YamlFault } from './yaml-hints.ts';

/** What a YAML text holds, and on which line a path of it begins. */
export type ReadYaml = { content: unknown; lineOf(path: readonly PropertyKey[]): number };

/** Reads a YAML text, every value as it is written. Of what is no YAML, the first fault alone: those after it follow from it. */
export function readYaml(text: string): ReadYaml | YamlFault {
  const lines = new LineCounter();
  // The failsafe schema leaves "01" and "no" as they are written. Keys that stand twice are looked for below: the
  // library compares each with each.
  const document = parseDocument(text, {
    ...{ lineCounter: lines, schema: 'failsafe', prettyErrors: false, uniqueKeys: false },
    ...{ logLevel: 'error' },
  });
  const lineAt = (offset: number) => Math.max(lines.linePos(offset).line, 1);
  const [error] = document.errors;
  if (error !== undefined) return explained(error, lineAt(error.pos[0]), text);
  const unwanted = referenceIn(document, lineAt) ?? keyTwiceIn(document, lineAt);
  if (unwanted !== undefined) return unwanted;
  return { content: document.toJS(), lineOf: (path) => lineAt(offsetOf(document, path)) };
}

/** References (&name, *name) are no part of an example: with them a small file can unfold to one without end. */
function referenceIn(document: Document, lineAt: (offset: number) => number): YamlFault | undefined {
  let found: YamlFault | undefined;
  visit(document, {
    Node: (_, node) => {
      const name = isAlias(node) ? `*${node.source}` : node.anchor && `&${node.anchor}`;
      if (!name) return undefined;
      found = {
        line: lineAt(node.range?.[0] ?? 0),
        message: `'${name.slice(0, 40)}' is a reference, which examples do not have. Write out what is meant; a text that begins with ${name.charAt(0)} needs quotes`,
      };
      return visit.BREAK;
    },
  });
  return found;
}

function keyTwiceIn(document: Document, lineAt: (offset: number) => number): YamlFault | undefined {
  let found: YamlFault | undefined;
  visit(document, {
    Map: (_, map) => {
      const first = new Map<unknown, number>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const offset = key.range?.[0] ?? 0;
        const before = first.get(key.value);
        if (before !== undefined) {
          found = {
            line: lineAt(offset),
            message: `'${String(key.value).slice(0, 40)}' stands twice in one entry, the first time on line ${lineAt(before)}. Take one out, or begin a new entry with "- "`,
          };
          return visit.BREAK;
        }
        first.set(key.value, offset);
      }
      return undefined;
    },
  });
  return found;
}

/** Where a path begins, or what of it exists. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (!isCollection(node)) break;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (pair === undefined) break;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    }
  }
  return offset;
}
