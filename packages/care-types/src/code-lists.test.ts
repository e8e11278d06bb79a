import {
  attendance,
  calendarDate,
  childProtectionPlan,
  Circumstance,
  circumstances,
  circumstancesToldBy,
  clinicalPriority,
  closureReason,
  codeList,
  codeNow,
  codeOf,
  codeWritten,
  consultationMechanism,
  correctionReason,
  eatingDisorderTreatments,
  entriesOn,
  offeredIn,
  ethnicCategory,
  informationAskedFor,
  isAttended,
  lookedAfter,
  needDomains,
  needSettings,
  needsSameDayResponse,
  NeedsProfile,
  otherHelp,
  primaryReason,
  redirectionReason,
  rejectionReason,
  reopeningReason,
  services,
  severityRank,
  sourceOfReferral,
  statedGender,
  teamType,
  textOf,
  validOn,
  youngCarer,
} from './index.ts';
import type { CodeList } from './index.ts';

const lists: readonly CodeList[] = [
  ...[
    attendance,
    childProtectionPlan,
    clinicalPriority,
    closureReason,
    consultationMechanism,
    eatingDisorderTreatments,
    ethnicCategory,
  ],
  ...[lookedAfter, needDomains, needSettings, primaryReason, rejectionReason, services, sourceOfReferral],
  ...[statedGender, teamType, youngCarer],
  ...[
    circumstancesToldBy,
    correctionReason,
    informationAskedFor,
    otherHelp,
    redirectionReason,
    reopeningReason,
  ],
];

describe.each(lists.map((list) => [list.id, list] as const))('the list %s', (_, list) => {
  it('names its source and version, has words for each code, and no two codes share their words', () => {
    expect(list.source).not.toBe('');
    expect(list.version).not.toBe('');
    const texts = list.entries.map(({ text }) => text);
    expect(texts.every((text) => text.length > 0)).toBe(true);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('takes its codes, and says for another what is allowed without repeating it', () => {
    const schema = codeOf(list);
    for (const { code } of list.entries) expect(schema.parse(code)).toBe(code);
    const message = schema.safeParse('Jo Bloggs').error?.issues[0]?.message ?? '';
    expect(message).toContain(list.title);
    for (const { code, text } of list.entries) expect(message).toContain(`${code} (${text})`);
    expect(message).not.toContain('Bloggs');
    expect(schema.safeParse('__proto__').success).toBe(false);
    expect(schema.safeParse({ $ne: null }).success).toBe(false);
  });
});

describe('codes by date', () => {
  it.each([
    [teamType, 'A03', '2021-09-30', true],
    [teamType, 'A03', '2021-10-01', false],
    [teamType, 'A04', '2021-10-01', false],
    [teamType, 'F04', '2024-03-31', true],
    [teamType, 'F04', '2024-04-01', false],
    [teamType, 'F04', '2021-09-30', false],
    [teamType, 'F07', '2024-03-31', false],
    [teamType, 'F07', '2024-04-01', true],
    [teamType, 'C04', '2026-11-21', true],
    [teamType, 'X99', '2026-11-21', false],
    [consultationMechanism, '03', '2021-09-30', true],
    [consultationMechanism, '03', '2021-10-01', false],
    [consultationMechanism, '06', '2021-10-01', false],
    [consultationMechanism, '11', '2021-09-30', false],
    [consultationMechanism, '11', '2021-10-01', true],
    [clinicalPriority, '4', '2021-09-30', false],
    [primaryReason, '31', '2024-03-31', false],
    [primaryReason, '31', '2024-04-01', true],
    [sourceOfReferral, 'Q2', '2024-03-31', false],
  ] as const)('%#: %j', (list, code, date, valid) => {
    expect(validOn(list, code, calendarDate(date))).toBe(valid);
    const meant = list.entries.find((entry) => entry.code === code)?.meaning === undefined;
    expect(entriesOn(list, calendarDate(date)).some((entry) => entry.code === code)).toBe(valid && meant);
  });

  it.each(lists.map((list) => [list.id, list] as const))(
    'no form offers what %s has without a published meaning, unless the record holds it',
    (_, list) => {
      const on = calendarDate('2026-11-21');
      for (const { code, text, meaning } of list.entries) {
        expect(meaning === 'not published').toBe(/not published/i.test(text));
        const offered = [...entriesOn(list, on), ...offeredIn(list)].some((entry) => entry.code === code);
        if (meaning !== undefined) expect(offered).toBe(false);
        expect(entriesOn(list, on, code).some((entry) => entry.code === code)).toBe(true);
        expect(codeOf(list).safeParse(code).success).toBe(true);
      }
    },
  );

  it.each([
    [sourceOfReferral, ['M8', 'N1', 'N2']],
    [primaryReason, ['17', '32', '1']],
  ] as const)('%#: codes that belong elsewhere are refused', (list, codes) => {
    for (const code of codes) expect(codeOf<string>(list).safeParse(code).success).toBe(false);
  });

  it('a list with a code twice, or a date that does not exist, cannot be written', () => {
    const base = { id: 'x', title: 'X', source: 'test', version: '1' };
    expect(() =>
      codeList({
        ...base,
        entries: [
          { code: 'a', text: 'A' },
          { code: 'a', text: 'B' },
        ],
      }),
    ).toThrow('twice');
    expect(() => codeList({ ...base, entries: [{ code: 'a', text: 'A', from: '2025-02-30' }] })).toThrow();
  });
});

describe('codes as records write them', () => {
  it.each(lists.map((list) => [list.id, list] as const))(
    '%s: each code and its words are read as the code',
    (_, list) => {
      for (const { code, text } of list.entries) {
        expect(codeWritten(list, code)).toBe(code);
        expect(codeWritten(list, code.toLowerCase())).toBe(code);
        expect(codeWritten(list, ` ${text} `)).toBe(code);
      }
      expect(codeWritten(list, '')).toBeUndefined();
      expect(codeWritten(list, 'Jo Bloggs')).toBeUndefined();
    },
  );

  it.each(lists.map((list) => [list.id, list] as const))(
    '%s: no other word stands for two codes',
    (_, list) => {
      for (const { code, also = [] } of list.entries)
        for (const word of also) expect([word, codeWritten(list, word)]).toEqual([word, code]);
    },
  );

  it.each([
    [primaryReason, '5', '05'],
    [primaryReason, '05.0', '05'],
    [teamType, 'c3', 'C03'],
    [attendance, '05', '5'],
    [consultationMechanism, '1', '01'],
    [ethnicCategory, 'A1', 'A'],
    [ethnicCategory, 'AX', 'A'],
    [ethnicCategory, '99', '99'],
    [ethnicCategory, 'White - British', 'A'],
    [statedGender, '0', 'X'],
    [statedGender, 'Girl', '2'],
    [sourceOfReferral, 'A&E', 'H1'],
    [lookedAfter, 'Yes', 'Y'],
  ] as const)('%#: %j', (list, written, code) => {
    expect(codeWritten<string>(list, written)).toBe(code);
  });

  it('a retired code is the one of today', () => {
    expect(codeNow(teamType, 'C03')).toBe('C10');
    expect(codeNow(teamType, 'C01')).toBe('C01');
    const entries = [{ code: 'a', text: 'A', now: 'b' }];
    expect(() => codeList({ id: 'x', title: 'X', source: 'test', version: '1', entries })).toThrow(
      'no code b',
    );
  });

  it('what is only held where a record does not say is offered nowhere', () => {
    const today = calendarDate('2026-11-21');
    expect(entriesOn(primaryReason, today).map(({ code }) => code)).not.toContain('X');
    expect(textOf(primaryReason, 'X')).toBe('Not known');
  });
});

describe('the words', () => {
  it('speak of a child who was not brought', () => {
    expect(textOf(attendance, '3')).toBe('Was not brought');
    expect(textOf(attendance, 'unknown')).toBe('unknown');
  });

  it('count as seen only those seen', () => {
    const seen = attendance.entries.map(({ code }) => code).filter(isAttended);
    expect(seen).toEqual(['5', '6']);
  });

  it('put priorities in order of severity', () => {
    expect(
      (['3', '2', '1', '4'] as const).toSorted((one, other) => severityRank(one) - severityRank(other)),
    ).toEqual(['1', '4', '2', '3']);
  });

  it('name 21 needs in three settings', () => {
    expect(needDomains.entries).toHaveLength(21);
    expect(needSettings.entries.map(({ code }) => code)).toEqual(['home', 'school', 'community']);
  });
});

describe('a needs profile', () => {
  const sleep = { domain: 'sleep', home: 3, school: 0, community: 1 };

  it('takes each need once', () => {
    expect(NeedsProfile.parse([sleep])).toEqual([sleep]);
    expect(NeedsProfile.safeParse([sleep, sleep]).error?.issues[0]?.message).toContain('only once');
  });

  it.each([
    [{ ...sleep, home: 4 }],
    [{ ...sleep, home: 1.5 }],
    [{ ...sleep, home: '3' }],
    [{ ...sleep, domain: 'diagnosis' }],
    [{ ...sleep, notes: 'free text has no place here' }],
    [{ domain: 'sleep', home: 1, school: 1 }],
  ])('refuses %j', (need) => {
    expect(NeedsProfile.safeParse([need]).success).toBe(false);
  });
});

describe('circumstances', () => {
  it('have words and a source, each once', () => {
    expect(new Set(circumstances.map(({ id }) => id)).size).toBe(circumstances.length);
    expect(circumstances.every(({ title, source }) => title.length > 0 && source.length > 0)).toBe(true);
  });

  it('of serious risk call for a clinician on the same day, and no others do', () => {
    const calls = circumstances.filter(({ id }) => needsSameDayResponse([{ id, source: 'referrer' }]));
    expect(calls.map(({ id }) => id)).toEqual(['serious-risk', 'serious-risk-to-others', 'exploitation']);
  });

  it.each([
    { id: 'rich', source: 'referrer' },
    { id: 'looked-after', source: 'rumour' },
    { id: 'looked-after' },
  ])('refuse %j', (stated) => {
    expect(Circumstance.safeParse(stated).success).toBe(false);
  });
});
