import fc from 'fast-check';
import type { interventionKinds } from './index.ts';
import {
  calendarDate,
  codedKinds,
  eatingDisorderTreatments,
  interventions,
  interventionsOf,
  interventionWritten,
  isKnownIntervention,
  isSnomedConcept,
  type CodedKind,
  type Intervention,
} from './index.ts';
import { namedByTheNationalCode, psychologicalTherapies } from './lists/intervention-codes.ts';
import { interventionsByCode } from './lists/interventions.ts';
import { membersTakenIn } from './reference-sets/members.ts';

const days = fc
  .date({ min: new Date('2016-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
  .map((date) => calendarDate(date.toISOString().slice(0, 10)));
const listed = fc.constantFrom(...interventions);
const today = calendarDate('2026-11-21');

describe('an identifier of a SNOMED CT concept', () => {
  it.each(interventions.map(({ code, text }) => [code, text]))('%s (%s) has its check digit', (code) => {
    expect(isSnomedConcept(code)).toBe(true);
  });

  it.each([
    ['11429006', true],
    ['1085671000000109', true],
    ['11429007', false],
    ['11429106', false],
    ['1085671000000108', false],
    ['1085671000000119', false],
    ['19773013', false],
    ['0114290060', false],
    ['', false],
    ['consultation', false],
  ])('%j: %s', (code, is) => {
    expect(isSnomedConcept(code)).toBe(is);
  });

  it('is not one with another digit in one place, nor with two neighbours changed', () => {
    fc.assert(
      fc.property(listed, fc.nat(), fc.integer({ min: 1, max: 9 }), ({ code }, anywhere, more) => {
        const place = anywhere % code.length;
        const digit = (Number(code[place]) + more) % 10;
        expect(isSnomedConcept(`${code.slice(0, place)}${digit}${code.slice(place + 1)}`)).toBe(false);
        const [left, right] = [code[place], code[place + 1]];
        if (right !== undefined && left !== right)
          expect(isSnomedConcept(`${code.slice(0, place)}${right}${left}${code.slice(place + 2)}`)).toBe(
            false,
          );
      }),
    );
  });
});

describe('the list of interventions', () => {
  it('has for each code a name that a clinician reads, and a document', () => {
    for (const { code, text, sources } of interventions) {
      expect([code, text]).toEqual([code, expect.stringMatching(/^[A-Z][^|:]{3,79}$/)]);
      expect(text).not.toMatch(/\((procedure|regime\/therapy|situation)\)$/);
      expect(sources.length).toBeGreaterThan(0);
      expect(sources.every((source) => source.length > 20)).toBe(true);
    }
  });

  it('has each code once, each kind once for a code, and no two codes of one name', () => {
    expect(new Set(interventions.map(({ code }) => code)).size).toBe(interventions.length);
    expect(new Set(interventions.map(({ text }) => text)).size).toBe(interventions.length);
    for (const { meanings } of interventions)
      expect(new Set(meanings.map(({ kind }) => kind)).size).toBe(meanings.length);
  });

  it('holds every treatment of an eating disorder, with its days', () => {
    for (const { code, from, until } of eatingDisorderTreatments.entries) {
      const meaning = interventionWritten(code)?.meanings.find(
        ({ kind }) => kind === 'eating-disorder-treatment',
      );
      expect([code, meaning?.from, meaning?.until]).toEqual([code, from, until]);
    }
  });

  it('says how many codes public documents give for each kind', () => {
    const without = [...interventionsByCode([]).values()];
    const count = (kind: CodedKind) =>
      without.filter(({ meanings }) => meanings.some((meaning) => meaning.kind === kind)).length;
    expect(Object.fromEntries(codedKinds.map((kind) => [kind, count(kind)]))).toEqual({
      psychological: 1 + 21,
      psychosocial: 1,
      medication: 1,
      'autism-assessment': 1,
      'adhd-assessment': 1,
      assessment: 1,
      'eating-disorder-treatment': 11,
    });
    expect(without.filter(({ meanings }) => meanings.length === 0)).toHaveLength(3);
    expect(without).toHaveLength(4 + 2 + 3 + 21 + 11 - 3);
  });
});

describe('what a code stands for on a day', () => {
  it.each<[string, string, CodedKind[]]>([
    ['1853461000000105', '2024-04-01', ['psychological']],
    ['1853481000000101', '2024-04-01', ['psychosocial']],
    ['1853451000000107', '2024-04-01', ['medication']],
    ['1853441000000109', '2024-04-01', ['assessment']],
    ['1085671000000109', '2025-03-17', ['autism-assessment']],
    ['1914891000000100', '2025-03-17', ['adhd-assessment']],
    ['390773006', '2025-03-17', ['psychological']],
    ['11429006', '2025-03-17', []],
    ['975131000000104', '2025-03-17', []],
    ['2386021000000108', '2025-03-17', []],
    ['51484002', '2025-03-17', ['eating-disorder-treatment']],
    ['718023002', '2024-03-31', ['eating-disorder-treatment']],
    ['718023002', '2024-04-01', []],
    ['1833251000000107', '2025-04-01', ['eating-disorder-treatment']],
    ['1323681000000103', '2023-03-31', ['psychological']],
    ['1323681000000103', '2023-04-01', ['psychological', 'eating-disorder-treatment']],
    ['1111811000000109', '2025-03-31', ['psychological', 'eating-disorder-treatment']],
    ['1111811000000109', '2025-04-01', ['psychological']],
    ['301781000000101', '2023-03-31', []],
    ['301781000000101', '2025-03-31', ['eating-disorder-treatment']],
    ['301781000000101', '2025-04-01', []],
    ['1085671000000109:408730004=443390004', '2025-03-17', ['autism-assessment']],
    [' 1085671000000109 |Assessment| ', '2025-03-17', ['autism-assessment']],
    ['22298006', '2025-03-17', []],
    ['', '2025-03-17', []],
    [':1085671000000109', '2025-03-17', []],
    ['__proto__', '2025-03-17', []],
  ])('%s on %s', (code, on, kinds) => {
    expect(interventionsOf(code, calendarDate(on))).toEqual(kinds);
  });

  it('is of the kinds that its sources give, in one order, and nothing outside their days', () => {
    fc.assert(
      fc.property(listed, days, ({ code, meanings }, on) => {
        const holding = meanings
          .filter(
            ({ from, until }) => !(from !== undefined && on < from) && !(until !== undefined && until < on),
          )
          .map(({ kind }) => kind);
        expect(interventionsOf(code, on)).toEqual(codedKinds.filter((kind) => holding.includes(kind)));
      }),
    );
  });

  it('does not change by what follows the concept', () => {
    const tail = fc.constantFrom(
      '',
      ' ',
      ':',
      ': 408730004 = 443390004',
      '|Words|',
      ' | Words | : 363698007=1',
    );
    fc.assert(
      fc.property(listed, days, tail, ({ code }, on, after) => {
        expect(interventionsOf(`${code}${after}`, on)).toEqual(interventionsOf(code, on));
        expect(isKnownIntervention(`${code}${after}`)).toBe(true);
      }),
    );
  });

  it('is nothing for what the list does not have', () => {
    const codes = new Set(interventions.map(({ code }) => code));
    const others = fc
      .oneof(fc.string(), fc.stringMatching(/^[1-9][0-9]{5,17}$/))
      .filter((text) => !codes.has(text.split(/[|:]/)[0]?.trim() ?? ''));
    fc.assert(
      fc.property(others, days, (text, on) => {
        expect(interventionsOf(text, on)).toEqual([]);
        expect(isKnownIntervention(text)).toBe(false);
        expect(interventionWritten(text)).toBeUndefined();
      }),
    );
  });

  it('is known though it counts as nothing, and what adults are not counted by says so', () => {
    const left = interventions.filter(({ countsForAdults }) => !countsForAdults);
    expect(left.map(({ text }) => text)).toEqual([
      'Consultation',
      'Signposting',
      'Discussion about the patient with a care professional',
    ]);
    expect(left.every(({ code }) => isKnownIntervention(code))).toBe(true);
  });

  it('names what was sent', () => {
    expect(interventionWritten('405780009')?.text).toBe('Dialectical behaviour therapy');
    expect(interventionWritten('1914891000000100')?.note).toContain('derived');
  });
});

describe('with the members of a release', () => {
  const member = (code: string, kind: (typeof interventionKinds)[number], until?: string) => ({
    ...{ code, kind, text: `Name of ${code}`, source: 'SNOMED CT UK Clinical Edition, an invented release' },
    ...(until && { until: calendarDate(until) }),
  });
  const kindsOf = (of: Intervention | undefined) => of?.meanings.map(({ kind }) => kind);

  const list = interventionsByCode([
    member('405780009', 'psychosocial'),
    member('390773006', 'psychological', '2025-04-16'),
    member('11429006', 'psychosocial'),
    member('1085671000000109', 'assessment'),
    member('22298006', 'assessment'),
  ]);

  it.each<[string, string, string[]]>([
    ['what the release says goes before an older list', '405780009', ['psychosocial']],
    ['what it does not have counts no longer as a therapy', '718026005', []],
    ['a treatment of an eating disorder stays one', '51484002', ['eating-disorder-treatment']],
    ['consultation is of the set that has it', '11429006', ['psychosocial']],
    ['an autism assessment stays one', '1085671000000109', ['autism-assessment']],
    ['another assessment is one', '22298006', ['assessment']],
    ['the sets stay known', '1853461000000105', ['psychological']],
  ])('%s', (_, code, kinds) => {
    expect(kindsOf(list.get(code))).toEqual(kinds);
  });

  it('keeps readable names, says until when a member counts, and leaves consultation out for adults', () => {
    expect(list.get('405780009')?.text).toBe('Dialectical behaviour therapy');
    expect(list.get('22298006')?.text).toBe('Name of 22298006');
    expect(list.get('390773006')?.meanings[0]?.until).toBe('2025-04-16');
    expect(list.get('11429006')?.countsForAdults).toBe(false);
    expect(list.get('718026005')?.text).toBe('Cognitive behavioural therapy for psychosis');
  });

  it('is what the product uses where one was taken in', () => {
    expect([...interventionsByCode(membersTakenIn).values()]).toEqual(interventions);
    expect(interventionsOf('390773006', today).length > 0 || membersTakenIn.length > 0).toBe(true);
    expect(
      [...namedByTheNationalCode, ...psychologicalTherapies].every(({ code }) => isKnownIntervention(code)),
    ).toBe(true);
  });
});
