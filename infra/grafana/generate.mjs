// Writes the dashboard from the list of panels below:   node infra/grafana/generate.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs';

const panels = [
  ['Open pathways by service', 'sum by (waiting_for) (waymark_open_pathways)', 'short'],
  ['Priority reviews waiting for a decision', 'sum(waymark_priority_reviews_waiting)', 'short'],
  ['Clock starts and stops a day', 'sum by (regime) (increase(waymark_clock_starts_total[1d]))', 'short'],
  ['Open pathways past a limit', 'sum by (regime) (waymark_clock_breaches)', 'short'],
  ['Referrals received, by source', 'sum by (source) (waymark_referrals_received)', 'short'],
  ['Referrals by outcome', 'sum by (outcome) (waymark_referrals)', 'short'],
  ['Decisions overdue', 'sum by (waiting_for) (waymark_triage_overdue)', 'short'],
  [
    'Returned, and no answer by its date',
    'sum by (waiting_for) (waymark_referrals_returned_without_answer)',
    'short',
  ],
  ['Rows imported, by outcome', 'sum by (outcome) (waymark_import_rows)', 'short'],
  ['Events not yet sent: age of the oldest', 'max by (service) (outbox_oldest_age_seconds)', 's'],
  ['Records not yet applied', 'max by (group) (consumer_lag)', 'short'],
  ['Parked keys', 'max by (group) (parked_keys)', 'short'],
  ['Sweeps that failed last time', 'max by (service, sweep) (sweep_last_failed)', 'short'],
  [
    'Time to answer, 95th percentile',
    'histogram_quantile(0.95, sum by (service, le) (rate(http_request_duration_seconds_bucket[5m])))',
    's',
  ],
];

const dashboard = {
  uid: 'waymark',
  title: 'Waymark',
  timezone: 'Europe/London',
  schemaVersion: 41,
  refresh: '30s',
  time: { from: 'now-24h', to: 'now' },
  panels: panels.map(([title, expr, unit], at) => ({
    id: at + 1,
    title,
    type: 'timeseries',
    datasource: { type: 'prometheus', uid: 'prometheus' },
    gridPos: { x: (at % 2) * 12, y: Math.floor(at / 2) * 8, w: 12, h: 8 },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    targets: [{ refId: 'A', expr }],
  })),
};

const file = new URL('dashboards/waymark.json', import.meta.url);
const text = `${JSON.stringify(dashboard, null, 2)}\n`;
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write(
    'infra/grafana/dashboards/waymark.json is not what infra/grafana/generate.mjs writes\n',
  );
  process.exit(1);
}
