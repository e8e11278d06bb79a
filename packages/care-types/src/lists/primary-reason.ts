import { codeList, codeOf } from '../code-list.ts';
import { DATA_DICTIONARY, MHSDS, MONTHLY_STATISTICS, V5, V6 } from './dates.ts';

/** Why: the primary reason for a referral, and the list for the other reasons. 17 is not used. */
export const primaryReason = codeList({
  id: 'primary-reason',
  title: 'Reason for referral',
  source: `${DATA_DICTIONARY}, PRIMARY REASON FOR REFERRAL (MENTAL HEALTH); 29 to 31 from ${MONTHLY_STATISTICS}`,
  version: MHSDS,
  entries: [
    {
      code: '01',
      text: 'First episode of psychosis, or suspected',
      also: ['suspected first episode psychosis', 'psychosis'],
    },
    { code: '02', text: 'Ongoing or recurring psychosis', also: ['ongoing or recurrent psychosis'] },
    { code: '03', text: 'Bipolar disorder', also: ['bipolar'] },
    { code: '04', text: 'Depression', also: ['low mood'] },
    { code: '05', text: 'Anxiety' },
    { code: '06', text: 'Obsessive compulsive disorder', also: ['ocd'] },
    { code: '07', text: 'Phobias' },
    { code: '08', text: 'Organic brain disorder', also: ['organic brain'] },
    {
      code: '09',
      text: 'Difficulties with drugs or alcohol',
      also: ['drug and alcohol difficulties', 'substance misuse'],
    },
    { code: '10', text: 'Unexplained physical symptoms' },
    { code: '11', text: 'Post-traumatic stress', also: ['ptsd', 'trauma'] },
    { code: '12', text: 'Eating disorder', also: ['eating disorders'] },
    { code: '13', text: 'Perinatal mental health', also: ['perinatal mental health issues', 'perinatal'] },
    { code: '14', text: 'Personality disorder', also: ['personality disorders'] },
    { code: '15', text: 'Self-harm', also: ['self harm behaviours'] },
    { code: '16', text: 'Conduct disorder', also: ['conduct disorders'] },
    { code: '18', text: 'In crisis', also: ['crisis'] },
    { code: '19', text: 'Relationship difficulties' },
    { code: '20', text: 'Gender discomfort', also: ['gender discomfort issues'] },
    { code: '21', text: 'Attachment difficulties' },
    { code: '22', text: 'Difficulty looking after oneself', also: ['self-care issues'] },
    { code: '23', text: 'Adjusting to a health condition', also: ['adjustment to health issues'] },
    {
      code: '24',
      text: 'ADHD or another neurodevelopmental condition, not autism',
      note: 'National wording: neurodevelopmental conditions, excluding autism',
      also: [
        'adhd',
        'add',
        'neurodevelopmental',
        'neurodevelopmental conditions, excluding autism',
        'neurodevelopmental conditions excluding autism spectrum disorder',
      ],
    },
    {
      code: '25',
      text: 'Suspected autism',
      also: [
        'autism',
        'asd',
        'asc',
        'suspected asd',
        'suspected autism spectrum disorder',
        'autism assessment',
      ],
    },
    { code: '26', text: 'Diagnosed autism', also: ['diagnosed asd', 'diagnosed autism spectrum disorder'] },
    { code: '27', text: 'Mental health before conception or birth' },
    { code: '28', text: 'Gambling', also: ['gambling disorder'] },
    { code: '29', text: 'Assessment of a partner, community perinatal', from: V5 },
    { code: '30', text: 'Behaviour that challenges, with a learning disability', from: V5 },
    { code: '31', text: 'Employment support', from: V6 },
    {
      code: 'X',
      text: 'Not known',
      note: 'For local use, where a file does not say; not valid in MHSDS',
      offered: false,
    },
  ],
});
export const PrimaryReason = codeOf(primaryReason);
