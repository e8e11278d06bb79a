/** A person of the demo sign-in. Made up, the organisations are real public bodies of County Durham. */
export type DemoPerson = {
  id: string;
  name: string;
  /** The role, in plain words. */
  title: string;
  /** What the person does here. */
  about: string;
  /** As the button says it. */
  signInAs: string;
  roles: readonly string[];
  /** ODS code, or URN of a school. */
  organisation?: string;
  /** What they do, and where they are reached at work: invented, as the person is. */
  jobTitle?: string;
  phone?: string;
};

export const demoPeople: readonly DemoPerson[] = [
  {
    id: 'demo-clinician',
    name: 'Demo clinician',
    title: 'Clinician in a neurodevelopmental team',
    about: 'Sees children, records contacts, and decides who is seen sooner.',
    signInAs: 'a clinician',
    roles: ['clinician'],
    organisation: 'RX3',
  },
  {
    id: 'demo-triage',
    name: 'Demo triage clinician',
    title: 'Triage clinician at the single point of access',
    about: 'Decides about new referrals: accept, return, decline or redirect.',
    signInAs: 'a triage clinician',
    roles: ['triage'],
    organisation: 'RX3',
  },
  {
    id: 'demo-school',
    name: 'Demo school referrer',
    title: 'School',
    about: 'Refers pupils, and follows the school’s own referrals.',
    signInAs: 'a school',
    roles: ['referrer'],
    organisation: '114312',
    jobTitle: 'Special educational needs co-ordinator',
    phone: '01632 960 101',
  },
  {
    id: 'demo-gp',
    name: 'Demo GP referrer',
    title: 'GP practice',
    about: 'Refers patients, and follows the practice’s own referrals.',
    signInAs: 'a GP practice',
    roles: ['referrer'],
    organisation: 'A83001',
    jobTitle: 'GP partner',
    phone: '01632 960 102',
  },
  {
    id: 'demo-practitioner',
    name: 'Demo practitioner',
    title: 'Practitioner in a family hub',
    about: 'Helps families while they wait, and finds support for them.',
    signInAs: 'a practitioner',
    roles: ['practitioner'],
  },
  {
    id: 'demo-commissioner',
    name: 'Demo commissioner',
    title: 'Commissioner at the integrated care board',
    about: 'Sees figures and the directory of support, and no child’s record.',
    signInAs: 'a commissioner',
    roles: ['commissioner'],
    organisation: 'QHM',
  },
  {
    id: 'demo-operator',
    name: 'Demo operator',
    title: 'Operator',
    about: 'Runs Waymark: imports files, and looks after metrics and audit.',
    signInAs: 'an operator',
    roles: ['operator'],
  },
];
