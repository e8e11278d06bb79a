import { z } from 'zod';
import type { AnyEventType } from './catalogue.ts';
import { dataSchemaOf } from './envelope.ts';

/** A JSON Schema, 2020-12, as far as the contract uses it. */
export type JsonSchema = {
  $schema?: string;
  $id?: string;
  title?: string;
  description?: string;
  type?: string;
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  propertyNames?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  'x-topic'?: string;
  'x-key'?: string;
};

/** The JSON Schema of an event's data. A reader must accept fields that it does not name. */
export function jsonSchemaOf({ type, about, topic, key, data }: AnyEventType): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(data, {
    io: 'output',
    reused: 'inline',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      // An event's example is whole, in a file of its own.
      delete jsonSchema.examples;
      // The format says it; the pattern is the library's own wording of it and may change with the library.
      if (jsonSchema.format === 'date') delete jsonSchema.pattern;
    },
  }) as JsonSchema;
  return {
    ...($schema === undefined ? {} : { $schema }),
    $id: dataSchemaOf(type),
    title: type,
    description: about,
    'x-topic': topic,
    'x-key': key,
    ...schema,
  };
}
