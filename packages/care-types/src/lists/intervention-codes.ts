/**
 * SNOMED CT codes of interventions and assessments as public documents give them, with the document of each.
 *
 * It is complete for what the clocks name by code (the four reference sets, the two neurodevelopmental assessments, what
 * the adult measure leaves out, the treatments of an eating disorder). Of the members of the four reference sets it has
 * only those that a public document names: the sets themselves are in the UK edition of SNOMED CT, which is licensed.
 * A release that is taken in (`reference-sets/`) stands beside these rows and makes the members complete.
 * A code without a public document is not here, however well it is known.
 */

/** What an intervention is, for the clocks; `assessment` is one that is neither for autism nor for ADHD. */
export const interventionKinds = [
  'psychological',
  'psychosocial',
  'medication',
  'autism-assessment',
  'adhd-assessment',
  'assessment',
] as const;
export type InterventionKind = (typeof interventionKinds)[number];

/** A row of the list: a code, its name and what it is, after one document. */
export type InterventionRow = {
  readonly code: string;
  readonly text: string;
  /** Absent where the document names the code and does not say in which set it is. */
  readonly kind?: InterventionKind;
  /** The adult four-week measure leaves the code out, in whatever set it is. */
  readonly notForAdults?: true;
  readonly source: string;
  readonly note?: string;
};

const FOUR_WEEK_CODE =
  'NHS England, Mental Health Monthly Statistics, 4w_waits_prep.py (read at the version of September 2025)';
const PSYCHOLOGICAL_THERAPIES = 'NHS England, MHSDS dashboards, CMH Psych Therapies (4 January 2024)';
const NOT_MARKED =
  'The document marks the one therapy that was not in the reference sets that day, and not this one: derived, and which of the sets has it is not said';

/** The four reference sets of MHSDS: a record that names the set instead of the procedure says what it was. */
const referenceSets: readonly InterventionRow[] = (
  [
    ['1853461000000105', 'Psychological therapy (reference set)', 'psychological'],
    ['1853481000000101', 'Psychosocial intervention (reference set)', 'psychosocial'],
    ['1853451000000107', 'Medication or physical therapy (reference set)', 'medication'],
    ['1853441000000109', 'Assessment (reference set)', 'assessment'],
  ] as const
).map(([code, text, kind]) => ({ code, text, kind, source: FOUR_WEEK_CODE }));

/** What the members of a reference set are, by the identifier of the set. */
export const kindOfReferenceSet: ReadonlyMap<string, InterventionKind> = new Map(
  referenceSets.flatMap(({ code, kind }) => (kind === undefined ? [] : [[code, kind] as const])),
);

const WHICH_OF_THE_TWO =
  'The national code says of the two together that they cover autism and ADHD. It was written when the code for autism existed and that for ADHD did not, so the one made first is for autism: derived, to be confirmed in a SNOMED CT browser';

/** The two assessments that count for children as an intervention. */
const neurodevelopmentalAssessments: readonly InterventionRow[] = [
  {
    code: '1085671000000109',
    text: 'Autism assessment',
    kind: 'autism-assessment',
    source: FOUR_WEEK_CODE,
    note: WHICH_OF_THE_TWO,
  },
  {
    code: '1914891000000100',
    text: 'ADHD assessment',
    kind: 'adhd-assessment',
    source: FOUR_WEEK_CODE,
    note: WHICH_OF_THE_TWO,
  },
];

/** Members of one of the sets that the adult measure never counts; no public document says of which set. */
const leftOutForAdults: readonly InterventionRow[] = (
  [
    ['11429006', 'Consultation'],
    ['975131000000104', 'Signposting'],
    ['2386021000000108', 'Discussion about the patient with a care professional'],
  ] as const
).map(([code, text]) => ({ code, text, notForAdults: true, source: FOUR_WEEK_CODE }));

/** Named as psychological therapies; what a release that is taken in says of them goes before this. */
export const psychologicalTherapies: readonly InterventionRow[] = (
  [
    ['390773006', 'Cognitive analytic therapy'],
    ['718026005', 'Cognitive behavioural therapy for psychosis'],
    ['1111811000000109', 'Cognitive behavioural therapy for eating disorders'],
    ['1362001000000104', 'Group cognitive behavioural therapy for eating disorder'],
    ['149451000000104', 'Cognitive behavioural therapy for personality disorder'],
    ['405780009', 'Dialectical behaviour therapy'],
    ['449030000', 'Eye movement desensitisation and reprocessing therapy'],
    ['1833221000000102', 'Family intervention for bipolar disorder'],
    ['985451000000105', 'Family intervention for psychosis'],
    ['1365951000000107', 'Family intervention for psychosis and bipolar disorder'],
    ['149591000000108', 'Group cognitive and behavioural therapy for bipolar disorder'],
    ['1108261000000102', 'Interpersonal and social rhythm therapy'],
    ['1106951000000105', 'Interpersonal psychotherapy for group'],
    ['1323471000000102', 'Maudsley Model of Anorexia Nervosa Treatment for Adults'],
    ['1111681000000103', 'Mentalisation-based treatment'],
    ['1111691000000101', 'Schema-focused therapy'],
    ['1323451000000106', 'Specialist supportive clinical management'],
    ['1111671000000100', 'Transference-focused psychotherapy'],
    ['149521000000105', 'Trauma-focused cognitive behavioural therapy'],
    ['1323681000000103', 'Eating-disorder-focused focal psychodynamic therapy'],
    ['748051000000105', 'Guided self-help using book'],
  ] as const
).map(([code, text]) => ({
  code,
  text,
  kind: 'psychological',
  source: PSYCHOLOGICAL_THERAPIES,
  note: NOT_MARKED,
}));

/** What the national code names, whatever a release of the reference sets holds. */
export const namedByTheNationalCode: readonly InterventionRow[] = [
  ...referenceSets,
  ...neurodevelopmentalAssessments,
  ...leftOutForAdults,
];
