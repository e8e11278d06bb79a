import { codeList, codeOf } from '../code-list.ts';
import { DATA_DICTIONARY, MHSDS, MONTHLY_STATISTICS, V5, V6 } from './dates.ts';

/** Why: the primary reason for a referral, and the list for the other reasons. 17 is not used. */
export const primaryReason = codeList({
  id: 'primary-reason',
  title: 'Reason for referral',
  source: `${DATA_DICTIONARY}, PRIMARY REASON FOR REFERRAL (MENTAL HEALTH); 29 to 31 from ${MONTHLY_STATISTICS}`,
  version: MHSDS,
  entries: [
    { code: '01', text: 'First episode of psychosis, or suspected' },
    { code: '02', text: 'Ongoing or recurring psychosis' },
    { code: '03', text: 'Bipolar disorder' },
    { code: '04', text: 'Depression' },
    { code: '05', text: 'Anxiety' },
    { code: '06', text: 'Obsessive compulsive disorder' },
    { code: '07', text: 'Phobias' },
    { code: '08', text: 'Organic brain disorder' },
    { code: '09', text: 'Difficulties with drugs or alcohol' },
    { code: '10', text: 'Unexplained physical symptoms' },
    { code: '11', text: 'Post-traumatic stress' },
    { code: '12', text: 'Eating disorder' },
    { code: '13', text: 'Perinatal mental health' },
    { code: '14', text: 'Personality disorder' },
    { code: '15', text: 'Self-harm' },
    { code: '16', text: 'Conduct disorder' },
    { code: '18', text: 'In crisis' },
    { code: '19', text: 'Relationship difficulties' },
    { code: '20', text: 'Gender discomfort' },
    { code: '21', text: 'Attachment difficulties' },
    { code: '22', text: 'Difficulty looking after oneself' },
    { code: '23', text: 'Adjusting to a health condition' },
    {
      code: '24',
      text: 'ADHD or another neurodevelopmental condition, not autism',
      note: 'National wording: neurodevelopmental conditions, excluding autism',
    },
    { code: '25', text: 'Suspected autism' },
    { code: '26', text: 'Diagnosed autism' },
    { code: '27', text: 'Mental health before conception or birth' },
    { code: '28', text: 'Gambling' },
    { code: '29', text: 'Assessment of a partner, community perinatal', from: V5 },
    { code: '30', text: 'Behaviour that challenges, with a learning disability', from: V5 },
    { code: '31', text: 'Employment support', from: V6 },
  ],
});
export const PrimaryReason = codeOf(primaryReason);
