import { addDays, ageOn, calendarDate, nthTestNhsNumber, TEST_NHS_NUMBERS } from '@waymark/care-types';
import type { CalendarDate } from '@waymark/care-types';
import type { ImportRow } from './columns.ts';

/** What a demo person writes beside the file, and where it is sent. `review` looks back at a plan right after. */
export type ByHand = { person: string; path: string; body: object; review?: object };

/** All that no file holds: plans of needs, and children of the file who are referred once more under another spelling. */
export function byHand(rows: readonly ImportRow[], asOf: CalendarDate): ByHand[] {
  return [...plansOfNeeds(asOf), ...secondRecords(rows, asOf)];
}

function plansOfNeeds(asOf: CalendarDate): ByHand[] {
  const daysAgo = (days: number) => addDays(asOf, -days);
  const child = (n: number, givenName: string, familyName: string, bornDaysAgo: number) => ({
    ...{ givenName, familyName: `Demo-${familyName}`, dateOfBirth: daysAgo(bornDaysAgo) },
    // From the end of the range: the children of the file are numbered from its beginning.
    nhsNumber: nthTestNhsNumber(TEST_NHS_NUMBERS - 1 - n),
    postcode: 'DH1 1AB',
  });
  const plan = (person: string, body: object, review?: object): ByHand => ({
    ...{ person, path: '/plans', body },
    ...(review && { review }),
  });
  return [
    plan(
      'demo-school',
      {
        lead: { role: 'Special educational needs co-ordinator' },
        child: child(1, 'Lapwing', 'Springwell', 3_300),
        metOn: daysAgo(60),
        needs: { sleep: { home: 3, school: 1 }, change: { home: 2, school: 3, community: 2 } },
        strengths: 'Builds for hours; kind to younger children.',
        circumstances: ['persistent-absence'],
        step: { what: 'A visual timetable', who: 'Class teacher', where: 'school', since: daysAgo(55) },
      },
      {
        on: daysAgo(7),
        outcomes: { 1: 'helped' },
        needs: { sleep: { home: 2 }, change: { home: 2, school: 1, community: 2 } },
        note: 'Mornings are calmer; changes at short notice are still hard.',
      },
    ),
    plan('demo-school', {
      lead: { role: 'Class teacher' },
      child: child(2, 'Comet', 'Fernhope', 2_650),
      metOn: daysAgo(20),
      needs: { attention: { home: 2, school: 3 }, activity: { home: 2, school: 2 } },
      strengths: 'Quick with numbers.',
      step: {
        what: 'Movement breaks each hour',
        who: 'Teaching assistant',
        where: 'school',
        since: daysAgo(18),
      },
    }),
    plan('demo-gp', {
      lead: { role: 'General practitioner' },
      child: child(3, 'Juniper', 'Bluestone', 5_100),
      metOn: daysAgo(10),
      needs: { anxiety: { home: 3, school: 3, community: 2 }, 'school-attendance': { school: 2 } },
      step: { what: 'A worry diary', who: 'Young person and parent', where: 'home', since: daysAgo(9) },
    }),
  ];
}

/** Four children of the file, each as somebody else would write them down. */
function secondRecords(rows: readonly ImportRow[], asOf: CalendarDate): ByHand[] {
  const spoil: ((row: ImportRow) => { givenName: string; familyName: string; dateOfBirth: string })[] = [
    (row) => ({ ...nameOf(row), familyName: withoutALetter(row.family_name) }),
    (row) => ({ ...nameOf(row), givenName: row.family_name, familyName: row.given_name }),
    (row) => ({ ...nameOf(row), dateOfBirth: dayAndMonthSwapped(row.date_of_birth) }),
    (row) => ({ ...nameOf(row), givenName: row.given_name.slice(0, -1) }),
  ];
  const suited = rows.filter(
    (row) =>
      row.service === 'autism-assessment' &&
      row.school_urn !== '' &&
      /^Demo-[A-Z][a-z]+$/.test(row.family_name) &&
      hasTwoReadings(row.date_of_birth) &&
      ageOn(calendarDate(row.date_of_birth), asOf) < 16,
  );
  return spoil.map((spoilt, n): ByHand => {
    const row = suited[n * 7];
    if (!row) throw new Error('The file has too few children to refer one again');
    return {
      person: 'demo-clinician',
      path: '/referrals',
      body: {
        source: 'A1',
        organisation: row.gp_practice_code,
        service: 'camhs-community',
        primaryReason: '05',
        receivedOn: addDays(asOf, -10 - n),
        needs: { anxiety: { home: 2, school: 2 } },
        child: {
          ...spoilt(row),
          postcode: row.postcode,
          school: row.school_urn,
          practice: row.gp_practice_code,
          address: row.address_line_1,
        },
      },
    };
  });
}

function nameOf(row: ImportRow) {
  return { givenName: row.given_name, familyName: row.family_name, dateOfBirth: row.date_of_birth };
}

/** Without a letter in the middle of what comes after "Demo-". */
function withoutALetter(name: string): string {
  const middle = Math.floor((name.length + 5) / 2);
  return name.slice(0, middle) + name.slice(middle + 1);
}

/** Whether day and month can be taken for each other and make another date. */
function hasTwoReadings(date: string): boolean {
  const [, month = '', day = ''] = date.split('-');
  return day <= '12' && day !== month;
}

function dayAndMonthSwapped(date: string): string {
  const [year, month, day] = date.split('-');
  return `${year}-${day}-${month}`;
}
