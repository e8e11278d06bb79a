export { action, uploadAction, type Action, type Redirect } from './action.ts';
export { fillPath } from './address.ts';
export { boundedFetch, NoAnswerError, type BoundedFetch } from './bounded-fetch.ts';
export { compressed } from './compressed.ts';
export { derivedKey, signedCursors, type Cursors } from './cursor.ts';
export type { FormStore } from './kept-forms.ts';
export { fieldProblems, wordsFor } from './field-messages.ts';
export type { Typed } from './form-fields.ts';
export {
  ownRecords,
  type ActionContext,
  type UploadContext,
  type ViewContext,
  type Upload,
} from './handler-context.ts';
export type { FieldError, NavItem, PageContext, ReadAudit, Render } from './http-context.ts';
export * from './identity/index.ts';
export { counted, ownWork, OwnWork, type WorkLine } from './own-work.ts';
export { openApi } from './openapi.ts';
export { fieldProblem, problemError, ProblemError, type FieldProblem, type Problem } from './problems.ts';
export { serviceClient, type ServiceClient, type RemoteResult } from './service-client.ts';
export { currentTraceparent } from './traceparent.ts';
export { view, type NextInList, type View } from './view.ts';
export { webApp, type WebConfig, type WebParts } from './web-app.ts';
