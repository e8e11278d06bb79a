export { chooseStack, type Stack, type StackChoice, type StackKind } from './choose.ts';
export {
  embeddedKafka,
  embeddedMongo,
  embeddedStack,
  type EmbeddedStack,
  type Restartable,
} from './embedded.ts';
export {
  databaseUrl,
  freshDatabase,
  freshTopicPrefix,
  testStack,
  type FreshDatabase,
  type TestStack,
} from './test-stack.ts';
