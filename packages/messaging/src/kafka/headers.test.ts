import { thingEvent } from '../testing/things.ts';
import { textHeaders, toMessage } from './headers.ts';

describe('The headers of an event on Kafka', () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

  it('keep its own trace, also where an agent has overwritten the usual header', () => {
    const { headers } = toMessage('thing-1', thingEvent('thing-1', 1, { traceparent }));
    const overwritten = {
      ...headers,
      traceparent: Buffer.from('00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-01'),
    };
    expect(textHeaders(overwritten)).toMatchObject({ traceparent, ce_id: 'thing-1/1' });
  });

  it('hold no trace where there is none, and nothing of a repeated header', () => {
    const { headers } = toMessage('thing-1', thingEvent('thing-1', 1));
    expect(textHeaders(headers)).not.toHaveProperty('traceparent');
    expect(textHeaders({ ce_type: [Buffer.from('a'), Buffer.from('b')], ce_id: undefined })).toEqual({});
    expect(textHeaders(undefined)).toEqual({});
  });
});
