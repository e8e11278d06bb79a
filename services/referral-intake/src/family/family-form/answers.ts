import { needDomains } from '@waymark/care-types';
import type { FamilyStep } from '../domain/family-request.ts';
import { numberOfNobody } from '../../person/domain/stated-child.ts';
import type { Organisations } from '../../shared/domain/organisations.ts';
import type { Answer } from '../../referral/index.ts';
import { hardIn, type Answers } from './steps.ts';
import { askedForWords, byWords, impactWords, lifeItems, notSaid, parentsWords, whoWords } from './words.ts';

export type Section = { step: FamilyStep; title: string; answers: Answer[] };

/** What the steps are called. */
const stepTitles: Readonly<Record<FamilyStep, string>> = {
  who: 'Who asks',
  reach: 'How to reach the family',
  child: 'The child or young person',
  worry: 'What the worry is',
  life: 'What is going on',
  needs: 'What is hard, and what is good',
};

/** What a family answered, in words, step by step. */
export function answersOf(
  { who, reach, child, worry, life, needs }: Answers,
  organisations: Organisations,
): Section[] {
  const named = (code: string | undefined) => code && organisations.byCode(code)?.name;
  const section = (step: FamilyStep, answers: Answer[]) => ({
    step,
    title: stepTitles[step],
    answers: answers.filter(({ text, on }) => Boolean(text ?? on)),
  });
  return [
    section('who', [
      { term: 'Who', text: who && whoWords[who.who] },
      { term: 'Name', text: who?.name },
      { term: 'Parental responsibility', text: who?.heldBy },
    ]),
    section('reach', [
      { term: 'Code sent', text: reach && byWords[reach.by] },
      { term: 'Email', text: reach?.email },
      { term: 'Mobile number', text: reach?.phone },
      { term: 'Talk to a parent or carer', text: reach?.parents && parentsWords[reach.parents] },
      { term: 'Language', text: reach?.mainLanguage },
      { term: 'Interpreter', text: reach?.interpreterNeeded ? 'Needed' : undefined },
      { term: 'To read, hear or talk', text: reach?.accessibleNeeds },
    ]),
    section('child', [
      { term: 'Name', text: child && [child.givenName, child.familyName].filter(Boolean).join(' ') },
      { term: 'Date of birth', on: child?.dateOfBirth },
      {
        term: 'NHS number',
        text: child && (numberOfNobody(child.nhsNumber) ?? child.nhsNumber ?? 'Not known'),
      },
      { term: 'Address', text: child && [child.address, child.postcode].filter(Boolean).join(', ') },
      { term: 'School or college', text: child && (named(child.school) ?? 'None on the list') },
      { term: 'GP practice', text: child && (named(child.practice) ?? 'Not known') },
    ]),
    section('worry', [
      { term: 'Asked for', text: worry && askedForWords[worry.service] },
      { term: 'The worry', text: worry?.worry },
      { term: 'When things are worse', text: worry?.worse },
    ]),
    section(
      'life',
      lifeItems
        .filter(({ value }) => life?.circumstances.some((each) => each === value))
        .map(({ text }) => ({ term: text, text: 'Yes' })),
    ),
    section('needs', [
      ...needDomains.entries.flatMap(({ code, text }) => {
        const hard = hardIn(needs)[code];
        return hard ? [{ term: text, text: hard.home === undefined ? notSaid : impactWords[hard.home] }] : [];
      }),
      { term: 'Good at, and likes', text: needs?.strengths },
      { term: 'Tried so far', text: needs?.tried },
    ]),
  ];
}
