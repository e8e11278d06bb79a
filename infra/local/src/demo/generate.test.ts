import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ageOn,
  calendarDate,
  CalendarDate,
  CircumstanceId,
  ClinicalPriority,
  daysBetween,
  EthnicCategory,
  isTestNhsNumber,
  Need,
  NhsNumber,
  OdsCode,
  Postcode,
  PrimaryReason,
  ServiceAskedFor,
  SourceOfReferral,
  StatedGender,
  teamType,
  validOn,
} from '@waymark/care-types';
import { parse } from 'csv-parse/sync';
import { readCalibration } from './calibration.ts';
import { importColumns } from './columns.ts';
import type { ImportRow } from './columns.ts';
import { dirtyRows } from './dirty-rows.ts';
import { demoLines, generateDemo } from './generate.ts';
import { outwardOf, readPlaces } from './open-data.ts';

const asOf = calendarDate('2026-11-21');
const options = { seed: 20261121, asOf };
const lines = demoLines(options);
const rows = lines.flatMap((line) => (line.kind === 'child' ? [line.row] : []));
const dirty = lines.flatMap((line) => (line.kind === 'dirty' ? [line] : []));
const calibration = readCalibration();
const places = readPlaces();

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const shareOf = (some: readonly unknown[], all: readonly unknown[] = rows) => some.length / all.length;
const seen = (row: ImportRow) => ['5', '6'].includes(row.first_contact_attendance);
const waitOf = (row: ImportRow) => daysBetween(calendarDate(row.received_date), asOf);
const percentile = (numbers: number[], share: number) =>
  numbers.sort((one, two) => one - two)[Math.floor(numbers.length * share)];

describe('the file', () => {
  it('is the same bytes for the same seed and day, and others for another', () => {
    const few = { ...options, children: 600 };
    const file = hash(generateDemo(few));
    expect(hash(generateDemo(few))).toBe(file);
    expect(hash(generateDemo({ ...few, seed: 2 }))).not.toBe(file);
    expect(hash(generateDemo({ ...few, asOf: calendarDate('2026-11-22') }))).not.toBe(file);
  });

  it('is as a clinical system writes it: byte order mark, CRLF, the columns that the import documents', () => {
    const file = Buffer.from(generateDemo({ ...options, children: 40 }));
    expect([...file.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [heading = ''] = file.toString('utf8').slice(1).split('\r\n');
    expect(heading.split(',')).toEqual([...importColumns]);
    expect(file.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const documented = readFileSync(
      join(import.meta.dirname, '../../../../services/referral-intake/data/import-columns.md'),
      'utf8',
    );
    expect([...documented.matchAll(/^\| `(\w+)`/gm)].map(([, column]) => column)).toEqual([...importColumns]);
  });

  it('reads back as the children that it holds', () => {
    const clean = lines.flatMap((line) => (line.kind === 'child' ? [line.bytes] : []));
    expect(parse(Buffer.concat(clean), { columns: [...importColumns] })).toEqual(rows);
  });
});

describe('the children', () => {
  it('are 4,200, of whom about 4,000 wait', () => {
    expect(rows).toHaveLength(4200);
    const waiting = rows.filter((row) => !seen(row)).length;
    expect(waiting).toBeGreaterThanOrEqual(3950);
    expect(waiting).toBeLessThanOrEqual(4100);
  });

  it('have NHS numbers that are never issued, no two alike, whatever the seed', () => {
    for (const seed of [0, 1, 4_294_967_295]) {
      const numbers = demoLines({ ...options, seed, children: 500 }).flatMap((line) =>
        line.kind === 'child' ? [NhsNumber.parse(line.row.nhs_number)] : [],
      );
      expect(new Set(numbers).size).toBe(500);
      expect(numbers.every(isTestNhsNumber)).toBe(true);
    }
    expect(new Set(rows.map((row) => row.nhs_number)).size).toBe(rows.length);
  });

  it('can be taken for nobody: their names, streets, numbers and mailboxes say that they are made up', () => {
    for (const row of rows) {
      expect(row.family_name).toMatch(/^Demo-/);
      expect(row.address_line_1).toMatch(/ Synthetic /);
      expect(row.contact_phone).toMatch(/^(?:07700 900\d{3}|01632 960\d{3})?$/);
      expect(row.contact_email).toMatch(/^(?:[^@]+@example\.invalid)?$/);
      expect(row.clinical_notes).toMatch(/^(?:Synthetic note: [^]*)?$/);
    }
    expect(
      dirty.every(({ bytes }) => !/@(?!example\.invalid|\d{4}-)/.test(Buffer.from(bytes).toString('utf8'))),
    ).toBe(true);
  });

  it('have only codes that are in use, and dates that can be', () => {
    const postcodes = new Set(places.homes.flat());
    const practices = new Set(places.practices.map(({ code }) => code));
    const schools = new Map(places.schools.map((school) => [school.urn, school]));
    for (const row of rows) {
      const received = CalendarDate.parse(row.received_date);
      const born = CalendarDate.parse(row.date_of_birth);
      ServiceAskedFor.parse(row.service);
      OdsCode.parse(row.provider_code);
      PrimaryReason.parse(row.primary_reason);
      SourceOfReferral.parse(row.source_of_referral);
      ClinicalPriority.parse(row.clinical_priority);
      StatedGender.parse(row.gender);
      EthnicCategory.parse(row.ethnic_category);
      for (const code of row.other_reasons.split(';').filter(Boolean)) PrimaryReason.parse(code);
      for (const stated of row.circumstances.split(';').filter(Boolean)) {
        const [id, since] = stated.split('@');
        CircumstanceId.parse(id);
        if (since !== undefined) expect(CalendarDate.parse(since) <= received).toBe(true);
      }
      for (const need of row.needs.split(';').filter(Boolean)) {
        const [, domain, ...impacts] = /^([a-z-]+):(\d)\/(\d)\/(\d)$/.exec(need) ?? [];
        const [home, school, community] = impacts.map(Number);
        Need.parse({ domain, home, school, community });
      }
      expect(postcodes.has(Postcode.parse(row.postcode))).toBe(true);
      expect(practices.has(row.gp_practice_code)).toBe(true);
      expect(row.school_urn === '' || schools.has(row.school_urn)).toBe(true);
      if (row.team_type !== '') expect(validOn(teamType, row.team_type, received)).toBe(true);
      expect(received <= asOf && born <= received && ageOn(born, received) <= 25).toBe(true);
      for (const later of [row.accepted_date, row.first_contact_date].filter(Boolean)) {
        expect(CalendarDate.parse(later) >= received && later <= asOf).toBe(true);
      }
      if (['C2', 'F1', 'A1'].includes(row.source_of_referral))
        expect(row.referring_organisation).not.toBe('');
    }
  });

  it('go to a school that fits their age, in their district where there is one', () => {
    const types = new Map(places.schools.map(({ urn, type }) => [urn, type]));
    const outwards = new Map(places.schools.map(({ urn, outward }) => [urn, outward]));
    const primary = rows.filter((row) => types.get(row.school_urn) === 'State-funded primary');
    expect(primary.length).toBeGreaterThan(500);
    for (const row of primary) {
      const age = ageOn(calendarDate(row.date_of_birth), calendarDate('2026-08-31'));
      expect(age >= 4 && age <= 10).toBe(true);
    }
    const near = primary.filter((row) => outwards.get(row.school_urn) === outwardOf(row.postcode));
    expect(shareOf(near, primary)).toBeGreaterThan(0.9);
  });
});

describe('the calibration', () => {
  const total = calibration.services.reduce((sum, { weight }) => sum + weight, 0);

  it.each(calibration.services)('gives $service its share, ages, sexes and waits', (figures) => {
    const mine = rows.filter((row) => row.service === figures.service);
    expect(shareOf(mine)).toBeCloseTo(figures.weight / total, 1.5);
    const women = mine.filter(({ gender }) => gender === '2');
    expect(Math.abs(shareOf(women, mine) - figures.female)).toBeLessThan(0.12);
    const weights = figures.waits.reduce((sum, { weight }) => sum + weight, 0);
    let cumulative = 0;
    for (const { upToDays, weight } of figures.waits) {
      cumulative += weight;
      // Referrals of a weekend are moved back to its Friday.
      const within = mine.filter((row) => waitOf(row) <= upToDays + (upToDays > 7 ? 0 : 2));
      const tolerance = 2.5 * Math.sqrt(0.25 / mine.length) + 0.02;
      expect(Math.abs(shareOf(within, mine) - cumulative / weights)).toBeLessThan(tolerance);
    }
  });

  it('keeps to the published waits of community CAMHS for a first contact', () => {
    const waits = rows.filter(({ service }) => service === 'camhs-community').map(waitOf);
    const published = (measure: string) => calibration.measures[measure]?.value ?? NaN;
    expect(Math.abs((percentile(waits, 0.5) ?? 0) - published('MRS10a'))).toBeLessThan(25);
    expect(Math.abs((percentile(waits, 0.9) ?? 0) - published('MRS10b'))).toBeLessThan(90);
    const beyond = (days: number) =>
      100 *
      shareOf(
        waits.filter((wait) => wait > days),
        waits,
      );
    expect(Math.abs(beyond(364) - published('MRS14e'))).toBeLessThan(4);
    expect(Math.abs(beyond(728) - published('MRS14a'))).toBeLessThan(3);
  });

  it('has autism and ADHD as the majority, and waits of up to about 48 months', () => {
    expect(
      shareOf(rows.filter(({ primary_reason }) => ['24', '25'].includes(primary_reason))),
    ).toBeGreaterThan(0.65);
    const longest = Math.max(...rows.map(waitOf));
    expect(longest).toBeGreaterThan(46 * 30.4);
    expect(longest).toBeLessThanOrEqual(1463);
  });

  it('has about 3 in 100 looked after, and every circumstance at least once', () => {
    const having = (id: string) =>
      rows.filter(({ circumstances }) => circumstances.split(/[;@]/).includes(id));
    expect(Math.abs(shareOf(having('looked-after')) - 0.03)).toBeLessThan(0.01);
    for (const id of Object.keys(calibration.circumstances.shares))
      expect([id, having(id).length]).not.toEqual([id, 0]);
  });

  it('leans to deprived areas', () => {
    const deciles = new Map(places.homes.flatMap((homes, index) => homes.map((home) => [home, index + 1])));
    const poorest = (homes: readonly string[]) =>
      shareOf(
        homes.filter((home) => (deciles.get(home) ?? 10) <= 2),
        homes,
      );
    expect(poorest(rows.map(({ postcode }) => postcode))).toBeGreaterThan(
      poorest(places.homes.flat()) + 0.05,
    );
  });

  it('names a measure or an assumption for every figure of a wait', () => {
    const named = calibration.services.flatMap(({ waits }) => waits.map(({ measure }) => measure));
    for (const measure of named)
      expect(['assumption', ...Object.keys(calibration.measures)]).toContain(measure);
  });
});

describe('the dirty rows', () => {
  it('is 2 in 100 lines, with every kind among them, strewn through the file', () => {
    expect(Math.abs(shareOf(dirty, lines) - 0.02)).toBeLessThan(0.003);
    expect(new Set(dirty.map((line) => line.fault))).toEqual(new Set(dirtyRows.map(({ kind }) => kind)));
    const places = lines.flatMap((line, index) => (line.kind === 'dirty' ? [index] : []));
    expect(Math.min(...places)).toBeLessThan(400);
    expect(Math.max(...places)).toBeGreaterThan(3800);
  });

  it('has one kind of line that is not UTF-8, and no other', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for (const line of lines) {
      const decode = () => decoder.decode(line.bytes);
      if (line.kind === 'dirty' && line.fault === 'wrong-encoding') expect(decode).toThrow();
      else expect(decode).not.toThrow();
    }
  });

  it('spoils the column that it names, and uses no number that could be issued', () => {
    for (const { fault: kind, bytes } of dirty) {
      const text = Buffer.from(bytes).toString('utf8');
      expect([kind, /(?<![\d/-])[0-8]\d{9}(?!\d)/.test(text)]).toEqual([kind, false]);
    }
    const cellsIn = (kind: string) =>
      parse(Buffer.from(dirty.find((line) => line.fault === kind)?.bytes ?? []), { relax_quotes: true })[0] ??
      [];
    expect(cellsIn('too-few-columns')).toHaveLength(importColumns.length - 4);
    expect(cellsIn('too-many-columns')).toHaveLength(importColumns.length + 2);
    expect(cellsIn('stray-quote')).toHaveLength(importColumns.length);
    expect(cellsIn('stray-quote')[8]).toBe('1 Synthetic "Row" Street');
    expect(NhsNumber.safeParse(cellsIn('wrong-check-digit')[1]).success).toBe(false);
    expect(cellsIn('slashed-date')[4]).toMatch(/^\d\d\/\d\d\/\d{4}$/);
    expect(cellsIn('repeated-id')[0]).toBe(
      rows.find((row) => row.nhs_number === cellsIn('repeated-id')[1])?.source_system_id,
    );
  });
});
