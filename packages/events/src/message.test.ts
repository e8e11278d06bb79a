import fc from 'fast-check';
import { eventId } from './envelope.ts';
import type { Envelope } from './envelope.ts';
import { fromMessage, toHeaders } from './message.ts';

const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,40}$/);
const envelopes: fc.Arbitrary<Envelope> = fc
  .record(
    {
      subject: id,
      source: id,
      sequence: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      time: fc
        .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      data: fc.jsonValue(),
      type: fc.stringMatching(/^[a-z]{1,10}\.[a-z]{1,10}(-[a-z]{1,5})?\.v[1-9]$/),
      resync: fc.constant(true as const),
      traceparent: fc.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/),
    },
    { requiredKeys: ['subject', 'source', 'sequence', 'time', 'data', 'type'] },
  )
  .map((parts) => ({ ...parts, id: eventId(parts.subject, parts.sequence) }));

const example: Envelope = {
  id: 'ref_1/3',
  type: 'referral.received.v1',
  source: 'referral-intake',
  subject: 'ref_1',
  sequence: 3,
  time: '2026-03-02T09:30:00Z',
  data: { a: 1 },
};
const bytes = (text: string) => new TextEncoder().encode(text);
const sent = (
  changes: object = {},
  value: Uint8Array | string | null = '{"a":1}',
  key: string | null = 'ref_1',
) => fromMessage({ key, value, headers: { ...toHeaders(example), ...changes } });

describe('an event on Kafka', () => {
  it('comes back as it was sent, as bytes and as text', () => {
    fc.assert(
      fc.property(envelopes, fc.boolean(), (envelope, asBytes) => {
        const as = (text: string) => (asBytes ? bytes(text) : text);
        const headers = Object.fromEntries(
          Object.entries(toHeaders(envelope)).map(([name, text]) => [name, as(text)]),
        );
        const back = fromMessage({
          key: as(envelope.subject),
          value: as(JSON.stringify(envelope.data)),
          headers,
        });
        const data: unknown = JSON.parse(JSON.stringify(envelope.data));
        expect(back).toEqual({ ...envelope, data });
      }),
    );
  });

  it('names what is wrong with any message, and never throws', () => {
    const value = fc.oneof(fc.string(), fc.uint8Array(), fc.constant(null));
    const header = fc.oneof(fc.string(), fc.uint8Array(), fc.array(fc.string()), fc.constant(undefined));
    const names = fc.constantFrom(
      ...Object.keys(toHeaders(example)),
      'traceparent',
      'ce_resync',
      '__proto__',
      'x',
    );
    fc.assert(
      fc.property(value, value, fc.dictionary(names, header), (key, body, changes) => {
        const back = fromMessage({ key, value: body, headers: { ...toHeaders(example), ...changes } });
        expect('malformed' in back ? back.malformed : back.subject).not.toBe('');
      }),
    );
  });

  it.each([
    ['no version', { ce_specversion: undefined }, 'Header ce_specversion is not 1.0'],
    ['another version', { ce_specversion: '0.3' }, 'Header ce_specversion is not 1.0'],
    [
      'another content',
      { 'content-type': 'application/avro' },
      'Header content-type is not application/json',
    ],
    ['no id', { ce_id: undefined }, 'Missing or not understood: ce_id'],
    ['no major version', { ce_type: 'referral.received' }, 'Missing or not understood: ce_type'],
    ['sequence 0', { ce_sequence: '0' }, 'Missing or not understood: ce_sequence'],
    [
      'a sequence beyond exact numbers',
      { ce_sequence: '9007199254740993' },
      'Missing or not understood: ce_sequence',
    ],
    ['a sequence in another notation', { ce_sequence: '1e3' }, 'Missing or not understood: ce_sequence'],
    ['a time without a zone', { ce_time: '2026-03-02T09:30:00' }, 'Missing or not understood: ce_time'],
    ['two faults', { ce_time: 'x', ce_id: '' }, 'Missing or not understood: ce_id, ce_time'],
    ['a header twice', { ce_id: ['a', 'b'] }, 'Header ce_id stands more than once'],
    [
      'bytes that are not UTF-8',
      { ce_source: new Uint8Array([0xff]) },
      'Missing or not understood: ce_source',
    ],
  ])('refuses %s', (_, changes, reason) => {
    expect(sent(changes)).toEqual({ malformed: reason });
  });

  it('refuses a value that is absent, not UTF-8 or not JSON, and a key that is not the subject', () => {
    expect(sent({}, null)).toEqual({ malformed: 'There is no value' });
    expect(sent({}, new Uint8Array([0x22, 0xe9, 0x22]))).toEqual({ malformed: 'The value is not UTF-8' });
    expect(sent({}, '{"a":')).toEqual({ malformed: 'The value is not JSON' });
    expect(sent({}, '{}', 'ref_2')).toEqual({ malformed: 'The key is not the subject' });
    expect(sent({}, '{}', null)).toEqual({ malformed: 'The key is not the subject' });
  });

  it('drops a trace that makes no sense rather than the event', () => {
    expect(sent({ traceparent: 'nonsense' })).toEqual(example);
  });

  it('never repeats the content of the message', () => {
    const secret = 'Annie Example 9990000018';
    expect(JSON.stringify(sent({ ce_id: '', ce_time: secret }))).not.toContain('Annie');
    expect(JSON.stringify(sent({}, secret))).not.toContain('Annie');
  });
});
