import { demoPeople } from '../identity/people.ts';
import { say } from './progress.ts';
import { publicUrl, type Environment } from './system.ts';

/** Say where everything is, and who can sign in. */
export function greet(environment: Environment, { seconds, demo }: { seconds: number; demo: boolean }): void {
  const url = publicUrl(environment.ports);
  say();
  say(`Waymark is at ${url}   (ready after ${seconds.toFixed(0)} s)`);
  say();
  if (demo) {
    say('Demo people (no passwords; every child is synthetic). Sign in and choose one:');
    for (const person of demoPeople) say(`  ${person.name.padEnd(34)} ${person.about}`);
    say();
  }
  say(`  Referrals      ${url}/referrals/`);
  say(`  Waiting list   ${url}/pathways/waiting-list`);
  say(`  Support        ${url}/support/directory`);
  say(`  Family page    ${url}/support/family`);
  say(`  Ask for help   ${url}/referrals/family`);
  if (environment.messagesKey) say(`  Its messages   ${url}/messages`);
  say(`  Metrics        ${url}/pathways/metrics`);
  say(`  Logs           ${environment.dataDir}/logs`);
  say();
  say('Ctrl-C stops everything. The data is kept for the next start.');
}
