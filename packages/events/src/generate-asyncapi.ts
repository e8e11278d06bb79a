import type { AnyEventType } from './catalogue.ts';
import { topicOwners } from './topics.ts';
import type { Topic } from './topics.ts';

const headers = {
  type: 'object',
  required: [
    'ce_specversion',
    'ce_id',
    'ce_type',
    'ce_source',
    'ce_subject',
    'ce_time',
    'ce_sequence',
    'ce_dataschema',
    'content-type',
  ],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: { type: 'string', description: 'The same for every repeat of the event.' },
    ce_type: { type: 'string', description: 'Name and major version.' },
    ce_source: { type: 'string', description: 'The service that owns the aggregate.' },
    ce_subject: { type: 'string', description: 'The id of the aggregate, which is also the key.' },
    ce_time: { type: 'string', format: 'date-time' },
    ce_sequence: {
      type: 'string',
      pattern: '^[1-9][0-9]*$',
      description: 'The events of an aggregate are numbered from 1 without a hole.',
    },
    ce_dataschema: { type: 'string' },
    ce_resync: {
      type: 'string',
      const: 'true',
      description:
        'Present where the owner states again what it has already said, for a reader that missed some.',
    },
    'content-type': { type: 'string', const: 'application/json' },
    traceparent: { type: 'string', description: 'W3C Trace Context.' },
  },
};

/** The AsyncAPI 3 document of these events. */
export function asyncApiOf(events: readonly AnyEventType[]): object {
  const used = (Object.keys(topicOwners) as Topic[]).map((topic) => ({
    topic,
    ...topicOwners[topic],
    events: events.filter((event) => event.topic === topic),
  }));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Waymark events',
      version: '1.0.0',
      description:
        'What the services of Waymark tell each other and anyone who listens. Every event is a fact with the full state of what it is about, so that a reader may join late. No event holds a name, an NHS number, an address or free text.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      used.map(({ topic, about, events: carried }) => [
        topic,
        {
          address: topic,
          description: about,
          messages: Object.fromEntries(
            carried.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }]),
          ),
        },
      ]),
    ),
    operations: Object.fromEntries(
      used.map(({ topic, owner }) => [
        `${owner}-writes`,
        {
          action: 'send',
          summary: `${owner} writes to ${topic}, and no other service does.`,
          channel: { $ref: `#/channels/${topic}` },
        },
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        events.map(({ type, name, about, key }) => [
          type,
          {
            name: type,
            title: name,
            summary: about,
            contentType: 'application/json',
            headers: { $ref: '#/components/schemas/headers' },
            payload: { $ref: `./schemas/${type}.schema.json` },
            bindings: {
              kafka: {
                key: { type: 'string', description: `The ${key} of the data.` },
                bindingVersion: '0.5.0',
              },
            },
          },
        ]),
      ),
      schemas: { headers },
    },
  };
}
