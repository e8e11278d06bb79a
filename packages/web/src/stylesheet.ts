/**
 * nhsuk-frontend's stylesheet made ours: no font from another host (the family falls back to the reader's own
 * sans-serif), pictures beside the file, and logical instead of physical sides, so that one sheet serves
 * languages written from either side.
 */
export function ownStylesheet(css: string): string {
  return css
    .replace(/@font-face\{[^}]*\}/g, '')
    .replace(/Frutiger W01,/g, '')
    .replace(/url\(\/assets\/images\//g, 'url(')
    .replace(/\/\*# sourceMappingURL=.*?\*\//g, '')
    .replace(/(?<=[{;])(margin|padding|border)-(left|right)(?=[-:])/g, (_, box: string, side: string) => {
      return `${box}-inline-${inline(side)}`;
    })
    .replace(/(?<=[{;])(left|right)(?=:)/g, (side) => `inset-inline-${inline(side)}`)
    .replace(/(?<=[{;])text-align:(left|right)/g, (_, side: string) => `text-align:${inline(side)}`)
    .replace(/(?<=[{;])float:(left|right)/g, (_, side: string) => `float:inline-${inline(side)}`);
}

function inline(side: string): 'start' | 'end' {
  return side === 'left' ? 'start' : 'end';
}
