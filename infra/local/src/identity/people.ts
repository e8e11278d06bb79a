/** A person of the demo sign-in. CommandMeta up; the organisations are real public bodies of County Durham. */
export type DemoPerson = {
  id: string;
  name: string;
  about: string;
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
    about: 'Neurodevelopmental team: triage, contacts, who is seen next',
    roles: ['clinician'],
    organisation: 'RX3',
  },
  {
    id: 'demo-triage',
    name: 'Demo triage clinician',
    about: 'Single point of access: new referrals and priorities',
    roles: ['triage'],
    organisation: 'RX3',
  },
  {
    id: 'demo-school',
    name: 'Demo school referrer',
    about: 'A school: its own referrals',
    roles: ['referrer'],
    organisation: '114312',
    jobTitle: 'Special educational needs co-ordinator',
    phone: '01632 960 101',
  },
  {
    id: 'demo-gp',
    name: 'Demo GP referrer',
    about: 'A GP practice: its own referrals',
    roles: ['referrer'],
    organisation: 'A83001',
    jobTitle: 'GP partner',
    phone: '01632 960 102',
  },
  {
    id: 'demo-practitioner',
    name: 'Demo practitioner',
    about: 'Family hub: support while a family waits',
    roles: ['practitioner'],
  },
  {
    id: 'demo-commissioner',
    name: 'Demo commissioner',
    about: 'Integrated care board: figures, no records',
    roles: ['commissioner'],
    organisation: 'QHM',
  },
  {
    id: 'demo-operator',
    name: 'Demo operator',
    about: 'Runs the system: imports, metrics, audit',
    roles: ['operator'],
  },
];
