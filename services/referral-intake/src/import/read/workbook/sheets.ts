import type { Archive } from './archive.ts';
import { attribute, readWholeXml } from './read-xml.ts';
import { noWorkbook, otherWorkbook, UnreadableWorkbook } from './unreadable.ts';

/** What a workbook consists of, as paths in its archive. */
export type Workbook = {
  /** The sheets that are shown, in their order. */
  sheets: readonly { name: string; path: string }[];
  strings: string | undefined;
  styles: string | undefined;
  /** The year from which days are counted. */
  system: 1900 | 1904;
};

type Relation = { id: string; type: string; path: string };

/** Find the parts of a workbook (ECMA-376 part 1, 12.3). Throws UnreadableWorkbook where the archive is none. */
export async function findSheets(archive: Archive): Promise<Workbook> {
  if (!archive.has('_rels/.rels'))
    throw new UnreadableWorkbook(archive.has('mimetype') ? otherWorkbook : noWorkbook);
  const root = await relationsOf(archive, '_rels/.rels', '');
  const path = root.find(({ type }) => type.endsWith('/officeDocument'))?.path ?? '';
  if (path.endsWith('.bin')) throw new UnreadableWorkbook(otherWorkbook);
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const relationsPath = `${folder}_rels/${path.slice(folder.length)}.rels`;
  if (!archive.has(path) || !archive.has(relationsPath)) throw new UnreadableWorkbook(noWorkbook);
  const relations = await relationsOf(archive, relationsPath, folder);
  const pathOf = (kind: string) => relations.find(({ type }) => type.endsWith(`/${kind}`))?.path;

  const sheets: Workbook['sheets'][number][] = [];
  let system: Workbook['system'] = 1900;
  await readWholeXml(archive.bytes(path), {
    open: (name, attributes) => {
      if (name === 'workbookPr' && /^(1|true)$/.test(attributes['date1904'] ?? '')) system = 1904;
      if (name !== 'sheet' || (attributes['state'] ?? 'visible') !== 'visible') return;
      const id = attribute(attributes, 'id');
      const sheet = relations.find((each) => each.id === id && each.type.endsWith('/worksheet'));
      if (sheet) sheets.push({ name: attributes['name'] ?? '', path: sheet.path });
    },
    text: () => undefined,
    close: () => undefined,
  });
  if (sheets.length === 0) throw new UnreadableWorkbook(noWorkbook);
  return { sheets, strings: pathOf('sharedStrings'), styles: pathOf('styles'), system };
}

async function relationsOf(archive: Archive, path: string, folder: string): Promise<Relation[]> {
  const relations: Relation[] = [];
  await readWholeXml(archive.bytes(path), {
    open: (name, { Id: id = '', Type: type = '', Target: target = '' }) => {
      if (name === 'Relationship')
        relations.push({ id, type, path: target.startsWith('/') ? target.slice(1) : `${folder}${target}` });
    },
    text: () => undefined,
    close: () => undefined,
  });
  return relations;
}
