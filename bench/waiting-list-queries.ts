import { facets, type FacetId } from '../services/pathway-tracker/src/waiting-list/listed-waits.ts';

type Asked = Readonly<Record<string, string | readonly string[]>>;

/** What a service of some teams asks for day after day: filters, alone and together, in every order. */
const filters: readonly Asked[] = [
  {},
  { clock: 'breached' },
  { clock: 'due-soon' },
  { clock: 'within' },
  { clock: 'no-limit' },
  { service: ['autism-assessment'] },
  { service: ['camhs-community', 'camhs-crisis'] },
  { priority: ['review-open'] },
  { priority: ['accelerated'] },
  { team: ['A01'] },
  { team: ['none'] },
  { regime: ['cyp-4-week'] },
  { band: ['104-plus'] },
  { age: ['16-17'] },
  { flag: ['looked-after'] },
  { stage: ['seen'] },
  { next: ['first-contact'] },
  { service: ['autism-assessment'], clock: 'breached', age: ['5-10'] },
  { team: ['A02', 'A03'], band: ['26-52', '52-65'], priority: ['date-order'] },
  { flag: ['looked-after', 'child-protection-plan'], age: ['0-4', '5-10'], clock: 'within' },
  { list: 'closed', service: ['eating-disorder'] },
];
const orders = ['due', 'since', 'priority'] as const;

/** Twenty-one filters in each of three orders. */
export const usual: readonly Asked[] = filters.flatMap((filter) =>
  orders.map((order) => ({ ...filter, order })),
);

/** So many filters drawn by chance, hardly two alike: of one to four facets, one to three values of each. */
export function asked(count: number, seed: number): Asked[] {
  let state = seed;
  const draw = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
  const drawn: FacetId[] = ['service', 'team', 'regime', 'band', 'age', 'priority', 'flag', 'stage', 'next'];
  const learned = ['first-contact', 'agreed-care-plan', 'act-today', 'decide-priority', 'nothing'];
  return Array.from({ length: count }, () => {
    const chosen = Array.from({ length: 1 + draw(4) }, () => {
      const facet = drawn[draw(drawn.length)] ?? 'service';
      const { values = learned } = facets[facet] as { values?: readonly string[] };
      return [
        facet,
        Array.from({ length: 1 + draw(3) }, () => values[draw(Math.min(values.length, 12))] ?? ''),
      ] as const;
    });
    return { ...Object.fromEntries(chosen), order: orders[draw(3)] ?? 'due' };
  });
}
