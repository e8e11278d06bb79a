/**
 * Parts of nhsuk-frontend that no page of ours uses: half of its stylesheet. Who begins to use one takes it out of this
 * list; a test finds a page that uses what is in it.
 */
export const unusedParts = [
  'action-link',
  'breadcrumb',
  'card',
  'contents-list',
  'do-dont-list',
  'expander',
  'footer',
  'header',
  'hero',
  'panel',
  'password-input',
  'promo',
  'review-date',
  'scroll',
  'search-input',
  'tabs',
  'task-list',
  'u-static',
] as const;

/**
 * nhsuk-frontend's stylesheet made ours: no font from another host (the family falls back to the reader's own
 * sans-serif), pictures beside the file, no rules for what no page uses, and logical instead of physical sides, so that
 * one sheet serves languages written from either side. `picture` says by what name a picture is asked for.
 */
export function ownStylesheet(css: string, picture: (name: string) => string): string {
  return withoutUnused(css.replace(/@font-face\{[^}]*\}/g, ''))
    .replace(/Frutiger W01,/g, '')
    .replace(/url\(\/assets\/images\/([^)]*)\)/g, (_, name: string) => `url(${picture(name)})`)
    .replace(/\/\*# sourceMappingURL=.*?\*\//g, '')
    .replace(/(?<=[{;])(margin|padding|border)-(left|right)(?=[-:])/g, (_, box: string, side: string) => {
      return `${box}-inline-${inline(side)}`;
    })
    .replace(/(?<=[{;])(left|right)(?=:)/g, (side) => `inset-inline-${inline(side)}`)
    .replace(/(?<=[{;])text-align:(left|right)/g, (_, side: string) => `text-align:${inline(side)}`)
    .replace(/(?<=[{;])float:(left|right)/g, (_, side: string) => `float:inline-${inline(side)}`);
}

const unused = new RegExp(`\\.nhsuk-(?:${unusedParts.join('|')})(?![a-z])`);

/** Takes out the rules all of whose selectors need an element of a part that no page uses. */
function withoutUnused(css: string): string {
  return css
    .replace(/([^{}]+)\{[^{}]*\}/g, (rule, selectors: string) =>
      selectors.split(',').every((selector) => unused.test(selector.replace(/:not\([^)]*\)/g, '')))
        ? ''
        : rule,
    )
    .replace(/@[^{}]+\{\}/g, '');
}

function inline(side: string): 'start' | 'end' {
  return side === 'left' ? 'start' : 'end';
}
