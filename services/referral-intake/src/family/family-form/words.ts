import { circumstances, services, type CircumstanceId, type ServiceAskedFor } from '@waymark/care-types';

/** Who asks. */
export const whoWords = {
  parent: 'I am a parent or carer',
  'young-person': 'I am the young person',
  responsible: 'I am somebody else with parental responsibility',
} as const;
export type Who = keyof typeof whoWords;

/** How the code reaches the family. */
export const byWords = { email: 'By email', text: 'By text message' } as const;

/** Whether a young person lets us speak with a parent or carer. */
export const parentsWords = {
  yes: 'Yes, you can talk to them',
  'ask-first': 'Ask me first',
  no: 'No, please do not',
} as const;

export const notSure = 'not-sure';

/** What a family can ask for, in plain words. The crisis service is reached by telephone. */
const serviceWords: Partial<Record<ServiceAskedFor, string>> = {
  'autism-assessment': 'An autism assessment',
  'adhd-assessment': 'An ADHD assessment',
  'autism-and-adhd-assessment': 'An autism and ADHD assessment',
  'camhs-community': 'Help with feelings, worries or mood (CAMHS)',
  'eating-disorder': 'Help with eating',
  'community-paediatrics': 'A children’s doctor, about how a child grows, moves or talks',
};

export const offeredServices = services.entries.map(({ code }) => code).filter((code) => serviceWords[code]);

export const askedForWords: Readonly<Record<string, string>> = {
  ...serviceWords,
  [notSure]: 'I am not sure. Please help me find out',
};

/** What may be going on, in plain words. What only a service can know is not asked. */
const lifeWords: Partial<Record<CircumstanceId, string>> = {
  'serious-risk': 'Hurting themselves, thinking about suicide, or not safe in another way',
  'serious-risk-to-others': 'Could badly hurt somebody else',
  exploitation: 'Somebody is using them: for sex, crime or money',
  'looked-after': 'Looked after by the council, in foster care or a children’s home',
  'care-leaver': 'Has left care',
  'child-protection-plan': 'On a child protection plan',
  'child-in-need': 'Has a social worker',
  adopted: 'Adopted, or lives with a special guardian',
  'family-breakdown': 'We may not be able to go on living together',
  'exclusion-risk': 'May be excluded from school',
  'persistent-absence': 'Misses a lot of school',
  'part-time-timetable': 'Goes to school for part of the day only',
  'no-school-place': 'Has no school, college or work to go to',
  'youth-justice': 'In touch with the youth justice team',
  'young-carer': 'Looks after somebody at home',
  'parent-at-risk': 'A parent or carer is very unwell',
  'prior-admission': 'Has been in a mental health hospital',
  'armed-forces-family': 'Somebody in the family is in the armed forces',
  'low-communication': 'Speaks or understands very little',
  'developmental-regression': 'Can no longer do things that they could do',
  refugee: 'A refugee, or seeking asylum',
  pregnant: 'Pregnant, or a young parent',
  'ehc-deadline': 'An EHC plan or a tribunal has a date coming up',
};

export const lifeIds = circumstances.map(({ id }) => id).filter((id) => lifeWords[id] !== undefined);

/** What families are asked of, as risks and as the rest. */
export const lifeItems = circumstances.flatMap(({ id, sameDayRisk }) => {
  const text = lifeWords[id];
  return text === undefined ? [] : [{ value: id, text, sameDayRisk }];
});

export const notSaid = 'Not said';

/** How much something gets in the way at home: 0 to 3. */
export const impactWords = ['Not at all', 'A little', 'A lot', 'Most of the time'] as const;
