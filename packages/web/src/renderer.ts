import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';
import { assetAddress, nhsukFolder } from './assets.ts';
import { errorWords } from './error-words.ts';
import { changedSince, fieldWords } from './changed-words.ts';
import * as fields from './fields.ts';
import * as filters from './filters.ts';
import { helpList } from './help-lines.ts';
import { asLeft, wayBack } from './lists.ts';
import { rolesInWords } from './roles.ts';
import { limitBar } from './limit-bar.ts';
import { markCurrent } from './navigation.ts';
import type { Render, SeenField } from './page.ts';

/**
 * Pages from nunjucks templates in the given folders, beside ours (`waymark/…`) and nhsuk-frontend's
 * (`nhsuk/…`). Everything that a template prints is escaped. A template sees its model, `page` (the context)
 * and `asset(name)`, the address of a stylesheet, script or picture. Throws when a template is missing or cannot be compiled.
 */
export function renderer({ templates }: { templates: string[] }): Render {
  const environment = environmentOf([
    ...templates,
    fileURLToPath(new URL('templates', import.meta.url)),
    nhsukFolder,
  ]);
  return (template, model, page) => {
    const shown = new Map<string, SeenField>();
    const record = page.record ?? ((field: SeenField) => void shown.set(field.name, field));
    const seenFields = () => page.seen ?? page.seenIn?.(shown.values()) ?? '';
    return environment.render(template, {
      ...model,
      page: {
        ...page,
        record,
        seenFields,
        key: page.key ?? randomUUID(),
        nav: markCurrent(page.nav, page.current),
      },
    });
  };
}

function environmentOf(folders: string[]): nunjucks.Environment {
  const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(folders), {
    autoescape: true,
    trimBlocks: true,
    lstripBlocks: true,
  });
  const own = {
    ...filters,
    typedValue: fields.typedValue,
    typedValues: fields.typedValues,
    dateParts: fields.dateParts,
    errorOf: fields.errorOf,
    summaryOf: fields.summaryOf,
    limitBar,
    asLeft,
    wayBack,
    rolesInWords,
    errorWords,
    changedSince,
    fieldWords,
  };
  for (const [name, filter] of Object.entries(own)) {
    environment.addFilter(name, filter as (...values: never[]) => unknown);
  }
  const { lines, listedOn } = helpList();
  environment.addGlobal('helpLines', lines);
  environment.addGlobal('helpListed', listedOn);
  environment.addGlobal('asset', assetAddress);
  return environment;
}
