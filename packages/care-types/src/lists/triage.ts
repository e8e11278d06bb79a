import { codeList, codeOf } from '../code-list.ts';

const ours = { source: 'Waymark; to be agreed locally', version: '1' } as const;

/** What a team can ask for before it decides about a referral. */
export const informationAskedFor = codeList({
  ...ours,
  id: 'information-asked-for',
  title: 'What is asked for',
  entries: [
    { code: 'consent', text: 'Who agreed to the referral, and who holds parental responsibility' },
    { code: 'family-view', text: 'What the child and the family say' },
    { code: 'school-report', text: 'A report from school or nursery' },
    { code: 'needs-profile', text: 'What the child needs help with, at home and at school' },
    { code: 'tried-so-far', text: 'What has been tried so far, and whether it helped' },
    { code: 'health-history', text: 'Health history, with medicines and earlier assessments' },
    { code: 'safety', text: 'More about risk and safety' },
    { code: 'contact-details', text: 'How to reach the family' },
    { code: 'something-else', text: 'Something else, as written in the note' },
  ],
});
export const InformationAskedFor = codeOf(informationAskedFor);

/** Why a referral is passed on to another provider. */
export const redirectionReason = codeList({
  ...ours,
  id: 'redirection-reason',
  title: 'Reason for passing the referral on',
  entries: [
    { code: 'lives-elsewhere', text: 'The child lives in the area of another provider' },
    { code: 'seen-elsewhere', text: 'The child is known to another provider already' },
    { code: 'other-service-fits', text: 'A service of another provider fits the need better' },
    { code: 'age', text: 'Another provider sees children of this age' },
    { code: 'family-choice', text: 'The family chose another provider' },
  ],
});
export const RedirectionReason = codeOf(redirectionReason);

/** Why what was recorded is replaced. */
export const correctionReason = codeList({
  ...ours,
  id: 'correction-reason',
  title: 'Reason for the correction',
  entries: [
    { code: 'typed-wrongly', text: 'It was typed wrongly' },
    { code: 'told-wrongly', text: 'We were told something that is not so' },
    { code: 'learned-later', text: 'It became known later' },
  ],
});
export const CorrectionReason = codeOf(correctionReason);

/** Why a referral that had ended is taken up again. */
export const reopeningReason = codeList({
  ...ours,
  id: 'reopening-reason',
  title: 'Reason for opening it again',
  entries: [
    { code: 'ended-by-mistake', text: 'It was ended by mistake' },
    { code: 'family-asks-again', text: 'The family asks for it again' },
    { code: 'new-information', text: 'There is new information' },
    { code: 'not-taken-elsewhere', text: 'The other provider did not take it on' },
    { code: 'decision-reviewed', text: 'The decision was questioned and has been reviewed' },
  ],
});
export const ReopeningReason = codeOf(reopeningReason);

/** From whom it is known that a child's circumstances have changed. */
export const circumstancesToldBy = codeList({
  ...ours,
  id: 'circumstances-told-by',
  title: 'How it is known',
  entries: [
    { code: 'family', text: 'The child or the family said so' },
    { code: 'school', text: 'The school or college said so' },
    { code: 'social-care', text: 'Social care said so' },
    { code: 'health', text: 'Somebody in health care said so' },
    { code: 'stated-wrongly', text: 'It had been stated wrongly' },
  ],
});
export const CircumstancesToldBy = codeOf(circumstancesToldBy);

/** Other help that is named when a referral is not taken on: no family goes away with nothing. */
export const otherHelp = codeList({
  ...ours,
  id: 'other-help',
  title: 'Other help',
  entries: [
    { code: 'school', text: 'The school’s special educational needs coordinator' },
    { code: 'family-hub', text: 'A family hub' },
    { code: 'public-health-nurse', text: 'The health visitor or school nurse' },
    { code: 'gp', text: 'The GP' },
    { code: 'early-help', text: 'Early help from the council' },
    { code: 'sendiass', text: 'SENDIASS, free advice on special educational needs' },
    { code: 'school-mental-health', text: 'The mental health support team at school' },
    { code: 'online-counselling', text: 'Free counselling online' },
    { code: 'parent-group', text: 'A group of other parents and carers' },
  ],
});
export const OtherHelp = codeOf(otherHelp);
export type OtherHelp = (typeof otherHelp)['entries'][number]['code'];
